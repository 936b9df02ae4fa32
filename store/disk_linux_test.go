package store

import (
	"errors"
	"testing"
)

func TestNetworkFilesystems(t *testing.T) {
	directory := t.TempDir()
	here, err := diskOf(directory)
	check(t, err)
	if here.size <= 0 || here.free > here.size {
		t.Errorf("%+v", here)
	}
	if here.network != "" && !errors.Is(CheckPlace(directory+"/case.db"), ErrNetwork) {
		t.Errorf("a case on %s is not refused", here.network)
	}
	for magic, want := range map[int64]string{0x6969: "NFS", 0xff534d42: "CIFS", 0xef53: "", 0x01021994: ""} { // the last are ext4 and tmpfs
		if got := networkFilesystems[magic]; got != want {
			t.Errorf("%#x: %q, want %q", magic, got, want)
		}
	}
}
