package workspace

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"os"
	account "os/user"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/quality"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
)

const (
	benign    = "benign"
	noVerdict = store.NoVerdict
)

// labelHelp says what the verdicts mean.
var labelHelp = map[string]string{
	store.Suspicious: "misuses the site; is kept out of the baseline when it is learned anew",
	benign:           "is as it should be, whatever the rules say",
	"watch":          "worth another look later",
	noVerdict:        "takes a verdict back",
}

// NewVerdictMenu lets a person say what to make of a user; with a note, that is asked for too.
func NewVerdictMenu(w *Workspace, row int, note bool) *screen.Menu {
	user := w.Users.Key[row]
	standing, at := w.Verdicts[user].Label, 0
	var items []screen.Item
	for i, label := range store.Labels {
		if label == standing {
			at = i
		}
		act := w.give(user, label, "")
		if note {
			act = screen.Cover(screen.NewNote("Why "+label+"?", w.unkept[user],
				func(text string) screen.Action { return w.give(user, label, text) }))
		}
		items = append(items, screen.Item{Label: label, Detail: labelHelp[label], Act: act})
	}
	return screen.NewMenu("Verdict on "+clean.Text(user), items).ChooseAt(at)
}

// writing is a verdict on its way into the case.
type writing struct {
	store.Verdict
	before store.Verdict // that stood until then
	back   bool          // it takes another one back
	undoes *writing      // it takes back whatever that has written; nil: it is a verdict itself
	many   bool          // it is the first of several that are written in one step
	with   []*writing    // that were given at once with it
	done   bool          // at least some of it is written
	again  store.Verdict // that it puts back
	since  string        // who has judged others of whom it was to take something back, "" for nobody
	once   sync.Once
	err    error
}

// give writes a verdict down, after those that were given before.
func (w *Workspace) give(user string, label, note string) screen.Action {
	return func(screen.Host) tea.Cmd {
		return w.write(&writing{Verdict: store.Verdict{User: user, Label: label, Note: note}})
	}
}

// all are those that are written in one step with a verdict, and itself.
func (v *writing) all() []*writing { return append([]*writing{v}, v.with...) }

func (w *Workspace) write(v *writing) tea.Cmd {
	w.sign(v)
	w.writing = append(w.writing, v)
	if len(w.writing) > 1 {
		return nil // it is its turn after those
	}
	return w.writeNext()
}

// sign says who gives verdicts, and when.
func (w *Workspace) sign(v *writing) {
	by, at := author(), time.Now().UnixMilli()
	for _, one := range v.all() {
		one.Author, one.At = by, at
	}
}

// together are several verdicts that are written in one step.
func together(given []*writing) *writing {
	given[0].many, given[0].with = len(given) > 1, given[1:]
	return given[0]
}

// said is what is said of a verdict that has been written.
func (w *Workspace) said(v *writing) string {
	if v.back {
		return v.andSince(v.User + ": " + v.Label + " again")
	}
	return v.User + ": " + v.Label + "; u takes it back"
}

// writeNext writes the verdict whose turn it is.
func (w *Workspace) writeNext() tea.Cmd {
	w.undoNext()
	if len(w.writing) == 0 {
		return nil
	}
	next, source := w.writing[0], w.Source
	w.prepare(next)
	return func() tea.Msg {
		next.write(source)
		return screen.Action(func(h screen.Host) tea.Cmd {
			w.writing = w.writing[1:]
			return tea.Batch(w.wrote(h, next), w.writeNext())
		})
	}
}

// prepare notes what stands before a verdict is written.
func (w *Workspace) prepare(v *writing) {
	for _, one := range v.all() {
		one.before = w.Verdicts[one.User]
	}
}

// wrote puts what has been written under the screens, or says why it was not.
func (w *Workspace) wrote(h screen.Host, v *writing) tea.Cmd {
	switch {
	case v.many:
		return w.wroteMany(h, v.all(), v.err)
	case v.err != nil:
		return w.notKept(h, v)
	}
	delete(w.unkept, v.User)
	v.done = true
	w.putBack(v)
	if !v.back {
		w.written = append(w.written, v)
	}
	h.Say(v.saidAs(), w.said(v))
	return tea.Batch(w.take(v.Verdict), h.Broadcast(Changed{}))
}

// notKept says why a verdict was not written. What was typed with it comes again with the next verdict on the user, and
// what others have said meanwhile is read.
func (w *Workspace) notKept(h screen.Host, v *writing) tea.Cmd {
	kept := ""
	if v.Note != "" {
		w.unkept[v.User] = v.Note
		kept = "; M has the note still"
	}
	var changed *store.VerdictChangedError
	if errors.As(v.err, &changed) {
		h.Say(term.Warning, "not written: "+changed.Error()+"; it is shown now, give yours again"+kept)
		return w.readVerdicts(changed.Now.ID, true)
	}
	h.Say(term.Warning, "the verdict can't be kept: "+v.err.Error()+kept)
	return nil
}

// verdictsRead are the verdicts that stand.
type verdictsRead struct {
	verdicts map[string]store.Verdict
	said     bool // why they were read
	err      error
}

// readVerdicts reads the verdicts again where the last one is not of here.
func (w *Workspace) readVerdicts(last int64, said bool) tea.Cmd {
	if w.Users == nil || last <= w.lastWritten {
		return nil
	}
	w.lastWritten = last
	ctx, source := w.Ctx, w.Source
	return func() tea.Msg {
		verdicts, err := source.Verdicts(ctx)
		return verdictsRead{verdicts, said, err}
	}
}

// othersVerdicts puts the verdicts of others under the screens, and says whose is new.
func (w *Workspace) othersVerdicts(read verdictsRead) ([]tea.Msg, tea.Cmd) {
	if read.err != nil || maps.Equal(w.Verdicts, read.verdicts) {
		return nil, nil
	}
	words := w.newVerdicts(read.verdicts)
	w.VerdictsGiven++
	w.Verdicts, w.suspicious = read.verdicts, engine.Suspicious(read.verdicts)
	cmd := w.Judge()
	if words != "" && !read.said {
		cmd = tea.Batch(cmd, func() tea.Msg { return screen.Say(term.Plain, words) })
	}
	return []tea.Msg{Changed{}}, cmd
}

// newVerdicts say which verdict others have given, or how many.
func (w *Workspace) newVerdicts(now map[string]store.Verdict) string {
	var which store.Verdict
	count := 0
	for user, v := range now {
		if before, ok := w.Verdicts[user]; !ok || before.ID != v.ID {
			count++
			if v.ID > which.ID {
				which = v
			}
		}
	}
	_, there := w.Users.Row(which.User)
	switch {
	case count == 0 || !there:
		return ""
	case count > 1:
		return term.Plural(count, "verdict") + " of others came in"
	}
	return cmp.Or(which.Author, "somebody") + " says " + which.Label + " of " + which.User
}

// write writes the verdict once, whoever comes first: the screens, or the end of them.
func (v *writing) write(source Case) { v.once.Do(func() { v.commit(source) }) }

func (v *writing) commit(source Case) {
	if !v.many {
		v.ID, v.err = source.AddVerdict(context.Background(), v.Verdict, v.before)
		return
	}
	given := v.all()
	verdicts, seen := make([]store.Verdict, len(given)), make([]store.Verdict, len(given))
	for i, one := range given {
		verdicts[i], seen[i] = one.Verdict, one.before
	}
	var ids []int64
	ids, v.err = source.AddVerdicts(context.Background(), verdicts, seen)
	for i, id := range ids {
		given[i].ID = id
	}
}

// finishWriting writes what was still waiting when the screens ended.
func (w *Workspace) finishWriting() (failed error) {
	for w.undoNext(); len(w.writing) > 0; w.undoNext() {
		v := w.writing[0]
		w.writing = w.writing[1:]
		v.once.Do(func() { // unless it is under way
			w.prepare(v)
			v.commit(w.Source)
		})
		failed = errors.Join(failed, v.err)
		w.Verdicts = maps.Clone(w.Verdicts)
		for _, one := range v.all() {
			if one.ID == 0 {
				continue
			}
			w.putBack(one)
			if v.done, w.Verdicts[one.User] = true, one.Verdict; one.Label == noVerdict {
				delete(w.Verdicts, one.User)
			}
		}
		if v.done && !v.back {
			w.written = append(w.written, v)
		}
	}
	return failed
}

// author is who gives a verdict: $USER, or else the name of the account.
func author() string {
	if name := os.Getenv("USER"); name != "" {
		return name
	}
	if self, err := account.Current(); err == nil {
		return self.Username
	}
	return ""
}

// take makes a verdict that has been written down the one that stands.
func (w *Workspace) take(v store.Verdict) tea.Cmd {
	w.VerdictsGiven++
	w.lastWritten = max(w.lastWritten, v.ID)
	w.Verdicts = maps.Clone(w.Verdicts)
	if v.Label == noVerdict {
		delete(w.Verdicts, v.User)
	} else {
		w.Verdicts[v.User] = v
	}
	w.suspicious = engine.Suspicious(w.Verdicts)
	return w.Judge()
}

// Verdict is what a person made of a user; ok reports whether there is one.
func (w *Workspace) Verdict(row int32) (label string, ok bool) {
	if v, ok := w.Verdicts[w.Users.Key[row]]; ok {
		return v.Label, true
	}
	return noVerdict, false
}

// Agreement is how well the flagged users agree with the verdicts, before and now.
type Agreement struct{ Before, Now quality.Report }

// measureQuality compares the flagged users with the verdicts; nil if nobody has said that anybody is suspicious or
// benign.
func measureQuality(users *analysis.Matrix, verdicts map[string]store.Verdict,
	before, now *analysis.Evaluation) *Agreement {
	if len(verdicts) == 0 {
		return nil
	}
	truth := make([]quality.Label, users.Len())
	known := false
	for user, v := range verdicts {
		if row, there := users.Row(user); there && (v.Label == store.Suspicious || v.Label == benign) {
			truth[row] = quality.Label{Known: true, Bad: v.Label == store.Suspicious}
			known = true
		}
	}
	if !known {
		return nil
	}
	return &Agreement{quality.Of(users, before, truth), quality.Of(users, now, truth)}
}
