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
	for magic, want := range map[int64]string{
		0x6969: "NFS", 0xff534d42: "CIFS", 0x01021997: "9p",
		0xef53: "", 0x01021994: "", // ext4 and tmpfs
	} {
		if got := networkFilesystems[magic]; got != want {
			t.Errorf("%#x: %q, want %q", magic, got, want)
		}
	}
}

// TestFuse tells the file systems of other machines from those of this one, all of which have the same magic number.
func TestFuse(t *testing.T) {
	mounts := []byte("22 27 0:21 / /proc rw,relatime - proc proc rw\n" +
		"36 35 0:52 / /home/kim/a\\040b rw,nosuid shared:3 - fuse.sshfs kim@far:/ rw,user_id=0\n" +
		"37 35 8:17 / /media/disk rw,nosuid - fuseblk /dev/sdb1 rw\n")
	for device, want := range map[string]string{
		"0:52": "fuse.sshfs, as far as can be told",
		"8:17": "",
		"0:99": "fuse, as far as can be told",
	} {
		if got := remoteFuse(typeOfDevice(mounts, device)); got != want {
			t.Errorf("%s: %q, want %q", device, got, want)
		}
	}
	if kind := mountType("/proc"); kind != "proc" {
		t.Errorf("/proc is %s", kind)
	}
}
