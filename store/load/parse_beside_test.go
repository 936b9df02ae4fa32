package load

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"spoor/store"
)

// besideLogs are logs of which parts are parsed beside others, but for the table. What there is to remark on comes late
// in them.
func besideLogs(r *rand.Rand) map[string]func(line int) string {
	at := func(line int, layout string) string {
		return now.AddDate(0, -1, 0).Add(time.Duration(line) * time.Second).Format(layout)
	}
	json := func(line int) string {
		return fmt.Sprintf(`{"time":%q,"user":"user %d","ip":"10.0.0.%d","method":"GET","url":"/jobs/%d","status":200}`,
			at(line, "2006-01-02T15:04:05Z07:00"), r.IntN(50), r.IntN(9), r.IntN(500))
	}
	return map[string]func(line int) string{
		"access": func(line int) string {
			switch n := r.IntN(1000); {
			case n == 0:
				return "no line of a log"
			case n == 1:
				return ""
			case n == 2 && line/talliedLines == 2:
				return json(line)
			case n == 3 && line/talliedLines == 2:
				return `10.0.0.1, 10.1.1.1 - - [` + at(line, "02/Jan/2006:15:04:05 -0700") + `] "GET /a HTTP/1.1" 200 5`
			case line == 3*talliedLines:
				return goodLine(r) + strings.Repeat("x", LineLimit)
			}
			return goodLine(r)
		},
		"json": json,
		"syslog": func(line int) string {
			object := json(line)
			if line > 2*talliedLines {
				object = strings.Replace(object, `"time"`, `"clock"`, 1)
			}
			return at(line, "Jan _2 15:04:05") + " host app[1]: " + object
		},
		"ltsv": func(line int) string {
			return fmt.Sprintf("time:[%s]\thost:10.0.0.%d\treq:GET /jobs/%d HTTP/1.1\tstatus:200\tsize:%d\tua:agent%d",
				at(line, "02/Jan/2006:15:04:05 -0700"), r.IntN(200), r.IntN(500), r.IntN(9000), r.IntN(4))
		},
		"table": func(line int) string {
			if line%(2*talliedLines) == 0 {
				return []string{"time,user,event,item", "time,item,event,user"}[line/2/talliedLines%2]
			}
			return fmt.Sprintf("%s,a%d,view,b%d", at(line, "2006-01-02 15:04:05"), r.IntN(50), r.IntN(50))
		},
	}
}

// TestPartsAreParsedBeside loads the same, and says the same of it, however many processors parse it.
func TestPartsAreParsedBeside(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for name, line := range besideLogs(r) {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			for i := range 5 * talliedLines {
				fmt.Fprintln(&log, line(i))
			}
			path := write(t, "log", log.Bytes())
			one, want := loadBy(t, 1, path)
			for _, processors := range []int{2, 4, 8} {
				several, got := loadBy(t, processors, path)
				if several.Elapsed = one.Elapsed; !reflect.DeepEqual(several, one) {
					t.Errorf("%d processors: %+v, want %+v", processors, several, one)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%d processors make another case", processors)
				}
			}
		})
	}
}

// loadBy loads with so many processors, and gives the case as it lies on the disk.
func loadBy(t *testing.T, processors int, path string) (Summary, []byte) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	c, err := store.OpenOrCreate(t.Context(), filepath.Join(t.TempDir(), "case.db"))
	check(t, err)
	summary := mustLoad(t, c, path)
	check(t, c.Close())
	file, err := os.ReadFile(c.Path())
	check(t, err)
	return summary, file
}
