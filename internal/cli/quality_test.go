package cli

import "testing"

// TestOrdinaryUsersAreLeftInPeace: of people who only look for a job, strict flags no more than one in two hundred.
func TestOrdinaryUsersAreLeftInPeace(t *testing.T) {
	dir := t.TempDir()
	runSpoor(t, "demo", "--dir", dir, "--users", "3000", "--seed", "2", "--misuse=false")
	var scan scanRecord
	decode(t, runSpoor(t, "scan", "--db", dir+"/spoor.db", "--json"), &scan)
	if scan.Judged < 1500 || 200*scan.Flagged > scan.Judged {
		t.Errorf("%d of %d flagged", scan.Flagged, scan.Judged)
	}
	t.Logf("%d of %d flagged", scan.Flagged, scan.Judged)
}
