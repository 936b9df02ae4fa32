package clickhouse

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// shipped sends events as JSON to where the configuration of Fluent Bit in docs/cluster.md sends them, and returns what
// the server says.
func shipped(t *testing.T, place *Place, events string) (status int, said string) {
	t.Helper()
	docs, err := os.ReadFile("../../docs/cluster.md")
	if err != nil {
		t.Fatal(err)
	}
	uri := regexp.MustCompile(`URI +(/\?\S+)`).FindSubmatch(docs)
	if uri == nil {
		t.Fatal("docs/cluster.md has no URI for Fluent Bit")
	}
	at := "http://" + place.base.Host + strings.ReplaceAll(string(uri[1]), "shop.", place.database+".")
	answer, err := http.Post(at, "application/x-ndjson", strings.NewReader(events))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// TestWhatShippersWriteIsMeasured writes the columns that shippers must fill, by the query of the docs, and compares
// with the same as a log.
func TestWhatShippersWriteIsMeasured(t *testing.T) {
	server, place := newDatabase(t)
	var lines, events strings.Builder
	for i := range 300 {
		at := time.Date(2024, 3, 1, 8, 0, i, 0, time.UTC)
		fmt.Fprintf(&lines, "10.0.0.%d - - [%s] \"GET /page/%d HTTP/1.1\" 200 %d \"-\" \"Agent\"\n", i%7,
			at.Format("02/Jan/2006:15:04:05 -0700"), i%19, i)
		fmt.Fprintf(&events,
			`{"ts":"%s","ip":"10.0.0.%d","action":"GET","target":"/page/%d","status":200,"bytes":%d,"agent":"Agent",`+
				`"host":"web1"}`+"\n",
			at.Format("2006-01-02T15:04:05.000000Z"), i%7, i%19, i)
	}
	file, path := fileCase(t), filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, file, path)
	if status, said := shipped(t, place, events.String()); status != http.StatusOK {
		t.Fatal(status, said)
	}
	matrix, err := server.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equalKept(t, "shipped", file, matrix)
	info, err := server.Info(t.Context())
	if err != nil || info.Events != 300 || len(info.Sources) != 0 {
		t.Errorf("%+v, %v", info, err)
	}
	later := fmt.Sprintf(`{"ts":"%s","ip":"10.0.0.1","action":"GET","target":"/","status":200}`,
		time.Now().Add(48*time.Hour).UTC().Format(time.RFC3339))
	if status, said := shipped(t, place, later); status == http.StatusOK || !strings.Contains(said, "not_future") {
		t.Errorf("an event of the day after tomorrow: %d %s", status, said)
	}
	if status, said := shipped(t, place,
		`{"ts":"2024-03-01T08:00:00Z","action":"GET","target":"/","status":200}`); status == http.StatusOK ||
		!strings.Contains(said, "has_user") {
		t.Errorf("an event of nobody: %d %s", status, said)
	}
}
