package clickhouse

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAnswersThatAreNotTheServersOwn has what stands before servers answer: none of it is taken for an answer, be it to
// a query or to an insert, and each error is one line that says what to try.
func TestAnswersThatAreNotTheServersOwn(t *testing.T) {
	const page = "<html><head><title>504 Gateway Time-out</title></head>\n<body><h1>504</h1><hr>nginx</body></html>"
	for name, c := range map[string]struct {
		status int
		header [2]string
		body   string
		say    string
	}{
		"a page with yes":      {200, [2]string{"Content-Type", "text/html"}, page, "X-ClickHouse-Query-Id"},
		"an empty yes":         {200, [2]string{}, "", "X-ClickHouse-Query-Id"},
		"no content":           {204, [2]string{}, "", "right port"},
		"elsewhere":            {302, [2]string{"Location", "https://login.example/?a"}, "", `"https://login.example/?a"`},
		"who are you":          {401, [2]string{}, "", "asks who you are"},
		"too large":            {413, [2]string{}, "<h1>413 Request Entity Too Large</h1>", "64 MB"},
		"no server behind it":  {502, [2]string{}, page, "when it is there"},
		"gave up waiting":      {504, [2]string{}, page, "wait longer"},
		"words of its own":     {500, [2]string{}, "<p>chproxy: no &lt;cluster&gt;</p>\n", `"chproxy: no <cluster>"`},
		"an error of before":   {200, [2]string{queryID, "1"}, "Code: 241. DB::Exception: Memory\nlimit", "more memory"},
		"packed in another":    {200, [2]string{"Content-Encoding", "br"}, "x", "X-ClickHouse-Query-Id"},
		"an error without one": {500, [2]string{}, "Code: 243, e.displayText() = DB::Exception", "room on the disk"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.header[0] != "" {
				w.Header().Set(c.header[0], c.header[1])
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		k := newClient(placeAt(t, strings.TrimPrefix(server.URL, "http://"), "shop"))
		read := k.rows(t.Context(), "SELECT a", nil, 1, func([]string) error { return nil })
		written := k.insert(t.Context(), "setting", "", []column{{"name", textsOf("a")}})
		for does, err := range map[string]error{"read": read, "written": written} {
			if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), k.place.Shown) ||
				!strings.Contains(err.Error(), c.say) {
				t.Errorf("%s, %s: %v", name, does, err)
			}
		}
		server.Close()
	}
}
