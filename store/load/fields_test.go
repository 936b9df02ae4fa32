package load

import "testing"

// TestFieldsAreToldOnce: of logs of one format the first tells what fields are read as; a format whose lines name none
// tells nothing.
func TestFieldsAreToldOnce(t *testing.T) {
	first := write(t, "1.json", []byte(`{"user":"kim","ts":1767225600,"item":7}`+"\n"))
	second := write(t, "2.json", []byte(`{"user":"lee","ts":1767225660,"item":8}`+"\n"))
	access := write(t, "access.log", goodLog(1, 5))
	told := mustLoad(t, newCase(t), access, first, second).Fields
	if len(told) != 1 || told[0].Path != first || told[0].Use.String() != "user from user, time from ts, item from item" {
		t.Errorf("%+v", told)
	}
}
