package demo

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"spoor/store/logline"
)

// seen is a line of the log as the tests read it, with code of their own.
type seen struct {
	at                   time.Time
	address, agent       string
	static               bool
	posting, application string // of a view that was answered
	detail               bool
}

var (
	lineForm = regexp.MustCompile(`^(\S+) - (\S+) \[([^\]]+)\] "(GET|POST) (\S+) HTTP/1\.1" ` +
		`(\d{3}) (?:\d+|-) "[^"]+" "([^"]+)"$`)
	staticForm = regexp.MustCompile(`\.(css|js|png|jpg|gif|ico)$`)
	itemForm   = regexp.MustCompile(`^/(?:jobs/(\d+)(/detail)?\?menu=[a-z]+|apply/(\d+))$`)
)

func logOf(t testing.TB, site Site) string {
	t.Helper()
	var log bytes.Buffer
	if err := site.WriteLog(&log); err != nil {
		t.Fatal(err)
	}
	return log.String()
}

// readLog reads the log of a site: user → what was seen of it, in time order. Robots are not logged in and left out.
func readLog(t testing.TB, site Site) map[string][]seen {
	t.Helper()
	users := map[string][]seen{}
	for line := range strings.Lines(logOf(t, site)) {
		m := lineForm.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Fatalf("no line of an access log: %q", line)
		}
		at, err := time.Parse("02/Jan/2006:15:04:05 -0700", m[3])
		if err != nil {
			t.Fatal(err)
		}
		if m[2] == "-" {
			continue
		}
		s := seen{at: at, address: m[1], agent: m[7], static: staticForm.MatchString(m[5])}
		if item := itemForm.FindStringSubmatch(m[5]); item != nil && m[4] == "GET" && (m[6] == "200" || m[6] == "304") {
			s.posting, s.detail, s.application = item[1], item[2] != "", item[3]
		}
		users[m[2]] = append(users[m[2]], s)
	}
	return users
}

// TestLogIsWrittenAsAServerWrites: in time order, within the month, with the statuses that a server gives, and in a
// form that spoor itself recognises and reads to the last line.
func TestLogIsWrittenAsAServerWrites(t *testing.T) {
	site := small()
	log := logOf(t, site)
	lines := bytes.Split([]byte(strings.TrimSuffix(log, "\n")), []byte("\n"))
	format, _ := logline.Detect(lines[:100], logline.Options{})
	parser := logline.NewParser(format, logline.Options{})
	from, until := site.span()
	last, statuses, robots := from, map[int32]int{}, 0
	for _, line := range lines {
		var event logline.Event
		if reason := parser.Parse(line, &event); reason != 0 {
			t.Fatalf("%v: %q", reason, line)
		}
		if event.Time < last || event.Time >= until {
			t.Fatalf("out of order or out of the month: %q", line)
		}
		last = event.Time
		statuses[event.Status]++
		if len(event.User) == 0 {
			robots++
		}
	}
	for _, status := range []int32{200, 302, 304, 404, 500} {
		if statuses[status] == 0 {
			t.Errorf("no answer has the status %d", status)
		}
	}
	if robots == 0 || robots > len(lines)/2 {
		t.Errorf("%d of %d lines are of robots", robots, len(lines))
	}
}
