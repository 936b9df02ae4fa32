//go:build unix

package tui

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/store"
	"spoor/tui/internal/fakecase"
)

// crowd writes a log of so many users, user0000001 and so on, who have a few events each.
func (d *desk) crowd(name string, users, events int) {
	d.t.Helper()
	file, err := os.Create(filepath.Join(d.folder, name))
	if err != nil {
		d.t.Fatal(err)
	}
	log := bufio.NewWriter(file)
	for i := range users * events {
		user, at := i%users, fakecase.Start.Add(time.Duration(i/users)*time.Minute)
		fmt.Fprintf(log, "10.0.%d.%d - user%07d [%s] \"GET /jobs/%d HTTP/1.1\" 200 512 \"-\" \"%s\"\n",
			user>>8&255, user&255, user, at.Format("02/Jan/2006:15:04:05 -0700"), 100+(i*7)%997, fakecase.Browser)
	}
	if err := log.Flush(); err != nil {
		d.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		d.t.Fatal(err)
	}
}

// verdicts are those that stand in the case, by the keys of the users.
func (d *desk) verdicts() map[string]string {
	d.t.Helper()
	c, err := store.Open(d.t.Context(), filepath.Join(d.folder, "case.db"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer c.Close()
	verdicts, err := c.Verdicts(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	given := map[string]string{}
	for key, v := range verdicts {
		given[key] = v.Label
	}
	return given
}

// TestInTmuxTypeAheadMeansTheSettledList types to the program at every pace a person types at, and faster: a verdict
// lands on the user that was looked for, and enter opens that user. SPOOR_LONG_TESTS has a million users.
func TestInTmuxTypeAheadMeansTheSettledList(t *testing.T) {
	t.Parallel() // it mostly waits for the next key
	d := newDesk(t)
	users := 16_000
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		users = 1_000_000
	}
	d.crowd("many.log", users, 2)
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	load := exec.Command(program, "load", "--db", "case.db", "many.log")
	load.Dir = d.folder
	if text, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for i, pace := range []time.Duration{0, 30, 60, 100, 150, 200} {
		user := fmt.Sprintf("user%07d", users/2+i)
		look := strings.Split("/"+user, "")
		d.open("", "--at users", "; echo status $?; sleep 60")
		d.sees("user0000000", "user0000001")
		began := time.Now()
		d.pressEvery(pace*time.Millisecond, slices.Concat(look, []string{"Enter", "m", "Enter"})...)
		d.sees(user + ": suspicious; u takes it back")
		given := time.Since(began)
		d.pressEvery(pace*time.Millisecond, slices.Concat([]string{"Escape"}, look, []string{"Enter", "Enter"})...)
		d.sees("› " + user)
		t.Logf("a key every %d ms: the verdict is there after %.1f s, the user after %.1f s", pace, given.Seconds(),
			time.Since(began).Seconds())
		d.press("q")
		d.sees("spoor --at users/"+user, "status 0")
		if given := d.verdicts(); len(given) != i+1 || given[user] != store.Suspicious {
			t.Fatalf("a key every %d ms: the verdicts are on %v, not on %s", pace, given, user)
		}
	}
}

// pressEvery presses keys one after the other, or all at once where the pace is 0.
func (d *desk) pressEvery(pace time.Duration, keys ...string) {
	d.t.Helper()
	if pace == 0 {
		d.press(keys...)
		return
	}
	for _, key := range keys {
		d.press(key)
		time.Sleep(pace)
	}
}
