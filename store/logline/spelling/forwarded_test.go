package spelling

import "testing"

func TestIsForwarded(t *testing.T) {
	if !IsForwarded("X-Forwarded-For") || !IsForwarded("http_x_real_ip") || IsForwarded("remote_addr") {
		t.Error("what a request says of its client is not told from what the server knows")
	}
}
