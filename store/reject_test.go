package store

import (
	"fmt"
	"slices"
	"testing"
)

func TestRejectsComeInLoadOrder(t *testing.T) {
	c := newCase(t)
	run := &Run{}
	for id := 1; id <= 2; id++ {
		run.Sources = append(run.Sources, Source{ID: id, Path: fmt.Sprintf("/logs/%d", id), State: Complete,
			Fingerprint: []byte{1}, Digest: []byte{1}})
	}
	for _, at := range [][2]int64{{2, 1}, {1, 300}, {1, 20}, {2, 4}} {
		run.Rejects = append(run.Rejects, Reject{
			Source: int(at[0]), Line: at[1], Offset: at[1] * 100,
			Reason: []string{"no match", "bad timestamp"}[at[1]%2], Text: fmt.Appendf(nil, "x\x00\xff%d", at[1]),
		})
	}
	check(t, c.AppendRun(t.Context(), run))
	for _, test := range []struct {
		reason string
		limit  int
		want   []string
	}{
		{"", 0, []string{"1:20", "1:300", "2:1", "2:4"}},
		{"", 2, []string{"1:20", "1:300"}},
		{"no match", 0, []string{"1:20", "1:300", "2:4"}},
		{"bad timestamp", 10, []string{"2:1"}},
		{"something else", 10, nil},
	} {
		rejects, err := c.Rejects(t.Context(), test.reason, test.limit)
		check(t, err)
		var got []string
		for _, r := range rejects {
			got = append(got, fmt.Sprintf("%d:%d", r.Source, r.Line))
			if r.Offset != 100*r.Line || string(r.Text) != fmt.Sprintf("x\x00\xff%d", r.Line) ||
				r.Path != fmt.Sprintf("/logs/%d", r.Source) {
				t.Errorf("%+v", r)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q, %d: %q, want %q", test.reason, test.limit, got, test.want)
		}
	}
	of, err := c.RejectsOf(t.Context(), 2, 1)
	check(t, err)
	if len(of) != 1 || of[0].Source != 2 || of[0].Line != 1 {
		t.Errorf("the first reject of source 2 is %+v", of)
	}
	counts, err := c.RejectCounts(t.Context())
	check(t, err)
	if want := []ReasonCount{{"no match", 3}, {"bad timestamp", 1}}; !slices.Equal(counts, want) {
		t.Errorf("%v, want %v", counts, want)
	}
	got := table(t, c, "SELECT source, line, reason FROM v_reject ORDER BY source, line")
	if got[2] != words("/logs/2", 1, "bad timestamp") {
		t.Errorf("v_reject %q", got)
	}
}
