package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis/units"
	"spoor/analysis/web"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/store/logline"
)

type infoRecord struct {
	Schema   int            `json:"schema"`
	Path     string         `json:"path"`
	Bytes    int64          `json:"bytes,omitempty"` // of a case file
	Lines    int64          `json:"lines"`
	Events   int64          `json:"events"`
	Rejects  int64          `json:"rejects"`
	Blank    int64          `json:"blank"`
	Users    int            `json:"users"`
	Sessions int            `json:"sessions"`
	Timeout  int64          `json:"session_timeout_s"`
	UserBy   string         `json:"user_by"`
	First    *string        `json:"first"`
	Last     *string        `json:"last"`
	Sources  []sourceRecord `json:"sources"`
	Reasons  []reasonRecord `json:"reasons"`

	Embedded []web.Embedded `json:"embedded"` // what the log tells that pages ask for by themselves
}

type sourceRecord struct {
	Path        string           `json:"path"`
	Format      string           `json:"format"`
	State       string           `json:"state"`
	Bytes       int64            `json:"bytes"`
	Lines       int64            `json:"lines"`
	Events      int64            `json:"events"`
	Rejects     int64            `json:"rejects"`
	Blank       int64            `json:"blank"`
	First       *string          `json:"first"`
	Last        *string          `json:"last"`
	ZoneAssumed bool             `json:"zone_assumed"`
	Remarks     []store.Remark   `json:"remarks"`
	Fields      logline.FieldUse `json:"fields"`
}

type reasonRecord struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

func newInfo(o *options) *cobra.Command {
	var json bool
	cmd := &cobra.Command{
		Use:   "info",
		Short: "summarize what the case holds and where it came from",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c openCase) error {
				info, err := c.Info(cmd.Context())
				if err != nil {
					return err
				}
				reasons, err := c.RejectCounts(cmd.Context())
				if err != nil {
					return err
				}
				by, err := userByOf(cmd.Context(), c, info.Sources)
				if err != nil {
					return err
				}
				zone, err := c.Zone(cmd.Context())
				if err != nil {
					return err
				}
				embedded, err := c.Embedded(cmd.Context())
				if err != nil {
					return err
				}
				if json {
					record := newInfoRecord(info, by, reasons, zone)
					record.Embedded = append([]web.Embedded{}, embedded...)
					return report.WriteJSON(o.std.out, record)
				}
				if err := printInfo(o.std.out, info, by, reasons, embedded, zone); err != nil {
					return err
				}
				return printHowRead(cmd.Context(), o.std.out, c)
			})
		},
	}
	cmd.Flags().BoolVar(&json, "json", false, "print JSON")
	return cmd
}

func newInfoRecord(info store.Info, by string, reasons []store.ReasonCount, zone *time.Location) infoRecord {
	record := infoRecord{
		Schema: report.Schema, Path: info.Path, Bytes: info.Bytes,
		Lines: info.Lines, Events: info.Events, Rejects: info.Rejects, Blank: info.Blank,
		Users: info.Users, Sessions: info.Sessions, Timeout: int64(info.Timeout / time.Second), UserBy: by,
		Sources: []sourceRecord{}, Reasons: []reasonRecord{},
	}
	record.First, record.Last = span(info.First, info.Last, info.Events, zone)
	for _, s := range info.Sources {
		source := sourceRecord{
			Path: s.Path, Format: s.Format, State: stateOf(s), Bytes: s.Bytes,
			Lines: s.Lines, Events: s.Events, Rejects: s.Rejects, Blank: s.Blank,
			ZoneAssumed: s.ZoneAssumed, Remarks: append([]store.Remark{}, s.Remarks...),
			Fields: s.Fields,
		}
		source.First, source.Last = span(s.First, s.Last, s.Events, zone)
		record.Sources = append(record.Sources, source)
	}
	for _, reason := range reasons {
		record.Reasons = append(record.Reasons, reasonRecord(reason))
	}
	return record
}

// span is the time of the first and the last event; null where there is none.
func span(first, last, events int64, zone *time.Location) (*string, *string) {
	if events == 0 {
		return nil, nil
	}
	from, to := instant(first, zone), instant(last, zone)
	return &from, &to
}

// sizeWords say how large a case file is; nothing of a case on a server.
func sizeWords(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return " (" + humanize.IBytes(uint64(bytes)) + ")"
}

func printInfo(w io.Writer, info store.Info, by string, reasons []store.ReasonCount, embedded []web.Embedded,
	zone *time.Location) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "case\t%s%s\n", clean.Text(info.Path), sizeWords(info.Bytes))
	fmt.Fprintf(t, "lines\t%s = %s + %s + %s blank\n",
		humanize.Comma(info.Lines), plural(info.Events, "event"), plural(info.Rejects, "reject"), humanize.Comma(info.Blank))
	fmt.Fprintf(t, "users\t%s in %s, told apart by %s\n", humanize.Comma(int64(info.Users)),
		plural(info.Sessions, "session"), clean.Text(by))
	fmt.Fprintf(t, "sessions\tend after %s without an event\n", units.Length(info.Timeout))
	if info.Events > 0 {
		fmt.Fprintf(t, "from\t%s\nto\t%s\n", inZone(info.First, zone), inZone(info.Last, zone))
	}
	for _, s := range info.Sources {
		fmt.Fprintf(t, "source\t%s: %s, %s, %s\n", clean.Text(s.Path), stateOf(s), orNone(s.Format), plural(s.Lines, "line"))
		if s.ZoneAssumed {
			fmt.Fprintf(t, "\tsome of its times name no zone\n")
		}
		if words := s.Fields.String(); words != "" {
			fmt.Fprintf(t, "\t%s\n", clean.Text(words))
		}
		for _, remark := range s.Remarks {
			fmt.Fprintf(t, "\t%s\n", clean.Text(remark.String()))
		}
	}
	for _, e := range embedded {
		fmt.Fprintf(t, "embedded\t%s\n", clean.Text(e.String()))
	}
	for _, reason := range reasons {
		fmt.Fprintf(t, "rejects\t%s: %s\n", humanize.Comma(reason.Count), clean.Text(reason.Reason))
	}
	return t.Flush()
}

// stateOf is how far a source has been loaded. What is received is never complete: more may come whenever somebody
// serves.
func stateOf(s store.Source) string {
	if s.Received() {
		return "open"
	}
	return string(s.State)
}

func orNone(text string) string {
	if text == "" {
		return "no format"
	}
	return text
}
