package tui

import (
	"context"
	"maps"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
)

const (
	benign    = "benign"
	noVerdict = "none"
)

// labelHelp says what the verdicts mean.
var labelHelp = map[string]string{
	store.Suspicious: "misuses the site; is kept out of the baseline when it is learned anew",
	benign:           "is as it should be, whatever the rules say",
	"watch":          "worth another look later",
	noVerdict:        "takes a verdict back",
}

// newVerdictMenu lets a person say what to make of a user; with a note, that is asked for too.
func newVerdictMenu(w *workspace, row int, note bool) *menu {
	user := w.users.ID[row]
	standing, at := w.verdicts[user].Label, 0
	var items []item
	for i, label := range store.Labels {
		if label == standing {
			at = i
		}
		act := w.give(user, label, "")
		if note {
			act = cover(newAsk("Why "+label+"?", "a note to go with the verdict", "", func(text string) action { return w.give(user, label, text) }))
		}
		items = append(items, item{label, labelHelp[label], act})
	}
	return newMenu("Verdict on "+clean.Text(w.users.Key[row]), items).chooseAt(at)
}

// gaveVerdict is a verdict that has been written down.
type gaveVerdict store.Verdict

// give writes a verdict down.
func (w *workspace) give(user int32, label, note string) action {
	v := store.Verdict{User: user, Label: label, Note: note}
	return lasting(func(ctx context.Context) action {
		v.Author, v.At = os.Getenv("USER"), time.Now().UnixMilli()
		if err := w.source.AddVerdict(context.WithoutCancel(ctx), v); err != nil {
			return say(warning, "the verdict can't be kept: "+err.Error())
		}
		return func(a *app) tea.Cmd { return a.take(gaveVerdict(v)) }
	})
}

// take makes a verdict that has been written down the one that stands.
func (w *workspace) take(v store.Verdict) tea.Cmd {
	w.heard++
	w.verdicts = maps.Clone(w.verdicts)
	if v.Label == noVerdict {
		delete(w.verdicts, v.User)
	} else {
		w.verdicts[v.User] = v
	}
	w.suspicious = suspicious(w.verdicts)
	return w.judge()
}

// verdict is what a person made of a user; ok tells whether there is one.
func (j judged) verdict(row int32) (label string, ok bool) {
	v, ok := j.verdicts[j.users.ID[row]]
	if !ok {
		return noVerdict, false
	}
	return v.Label, true
}

func (w *workspace) verdict(row int32) (label string, ok bool) { return w.judged().verdict(row) }

// quality is how well the flagged users agree with the verdicts, before and now.
type quality struct{ before, now analysis.Quality }

// measureQuality compares the flagged users with the verdicts; nil if nobody has said that anybody is suspicious or benign.
func measureQuality(users *analysis.Matrix, verdicts map[int32]store.Verdict, before, now *analysis.Evaluation) *quality {
	if len(verdicts) == 0 {
		return nil
	}
	truth := make([]analysis.Label, users.Len())
	known := false
	for row, id := range users.ID {
		if label := verdicts[id].Label; label == store.Suspicious || label == benign {
			truth[row] = analysis.Label{Known: true, Bad: label == store.Suspicious}
			known = true
		}
	}
	if !known {
		return nil
	}
	return &quality{before.Quality(truth), now.Quality(truth)}
}
