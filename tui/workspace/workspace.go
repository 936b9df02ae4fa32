package workspace

import (
	"context"
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// Workspace is what all screens of a case share: the measured users, the rules in force and what they say. It is
// changed only in the event loop; what tasks are given, they only read.
type Workspace struct {
	Ctx     context.Context // ends when the screens do
	Source  Case            // that is on screen
	Clock   term.Clock      // of the times on screen
	Screens Screens         // that lead to each other

	engine.Snapshot                       // the users as they were measured
	judgement                             // what the rules say of them, nothing until they have judged
	Against         engine.BaselineSource // whom users are compared with

	Saved        analysis.RuleSet // the rules that the case was opened with
	Rules        analysis.RuleSet // the rules as they are turned now
	File         RuleFile         // that the rules were last written to or read from
	past, future []analysis.RuleSet
	// Otherwise is what they said before others were put in the place of whom users are compared with; nil: none were.
	Otherwise *analysis.Evaluation
	chances   map[analysis.RuleSet]chance // the false alarms to expect, by rule set

	// Verdicts are those that stand, by the keys of users, and suspicious whom they find so. Neither is ever changed but
	// replaced, since tasks read them.
	Verdicts      map[string]store.Verdict
	suspicious    map[string]bool
	VerdictsGiven int                     // how many verdicts have been given here
	unkept        map[string]string       // notes of verdicts that could not be written, by user
	lastWritten   int64                   // the ID of the last verdict that is known here
	writing       []*writing              // verdicts on their way into the case, in the order they were given
	written       []*writing              // those given here that can be taken back, the last at the end
	again         map[int64]store.Verdict // which verdict those stand for that were only put back here, by ID

	// Marks are those whom somebody has marked to do something with all of them, on every list of users. Like verdicts
	// they are replaced, not changed, since tasks read them.
	Marks   model.UserSet
	History *find.History     // what was looked for
	Queries *find.History     // what was asked in SQL
	Kept    map[string]string // views and bookmarks, by name

	Opens analysis.Window // that the case is opened with
	Loads string          // the command of the load that has not come to its end; "": there is none
	// LoadFailure is why a load has failed; "" where none has.
	LoadFailure string
	Reach       string          // what commands take besides the path to reach the case; "" or with a blank before it
	latest      store.Watermark // how far the case has come, as far as is known
	away        error           // why the case can't be reached; nil where it can
	Failure     error           // why the case can't be read; nil where it can

	jobs
	Pauses
	gate        sync.RWMutex // held for reading by whatever must have ended before the case is closed
	opening     task.Task[opened]
	judging     task.Task[judgement]
	remeasuring task.Task[remeasured]
	ahead       task.Task[struct{}] // reads the case for the next one
	wanted      remeasureRequest    // by the measuring that is under way
	guessing    task.Task[guess]
}

// Pauses say how long somebody who is still turning is waited for before work begins, and how often progress is told.
type Pauses struct{ judging, Measuring, Guessing, Settling, telling time.Duration }

// opened is a case that has been read and measured.
type opened struct {
	engine.Snapshot
	verdicts map[string]store.Verdict
}

// judgement is what the rules say of all users.
type judgement struct {
	JudgeNow    *analysis.Judge
	Before, Now *analysis.Evaluation // by the rules as the case was opened with, and as they are now
	SegmentOf   []ecrm.Segment       // by row
	Difference  analysis.Difference
	Quality     *Agreement                 // nil without verdicts to measure it by
	Unfit       [analysis.MostRules]string // why the baseline has nothing to say of a rule, "" where it has
	Idle        string                     // why the last turn of the rules changed nothing, and what would
}

// chance is how many of the flagged are false alarms, to be expected; without ok it can't be judged.
type chance struct {
	analysis.Chance
	ok bool
}

type guess struct {
	rules analysis.RuleSet
	chance
}

// Changed tells every screen that the workspace has something new.
type Changed struct{}

// manyUsers is from where judging takes long enough to be felt, so that a held key must not start it at every
// repetition.
const manyUsers = 200_000

// New is the workspace of a case that has yet to be read, with the rules that its users are judged by. No zone is UTC.
func New(ctx context.Context, source Case, rules analysis.RuleSet, zone *time.Location) *Workspace {
	w := &Workspace{Ctx: ctx, Source: source, Clock: term.Clock{Zone: zone}, Saved: rules, Rules: rules,
		History: &find.History{}, Queries: &find.History{}, Against: engine.NewBaselineSource(nil),
		chances: map[analysis.RuleSet]chance{}, unkept: map[string]string{}}
	w.Pauses = Pauses{80 * time.Millisecond, 80 * time.Millisecond, 300 * time.Millisecond, 120 * time.Millisecond,
		task.TellEvery}
	return w
}

// Hold keeps the end waiting until what it answers is called. It must have begun before the end.
func (w *Workspace) Hold() (release func()) {
	w.gate.RLock()
	return w.gate.RUnlock
}

// Lasting runs work outside the event loop that the end waits for. Once that has come, none begins.
func (w *Workspace) Lasting(work func(ctx context.Context) screen.Action) tea.Cmd {
	return func() tea.Msg {
		defer w.Hold()()
		if w.Ctx.Err() != nil {
			return nil
		}
		return work(w.Ctx)
	}
}

// Finish waits for what lasts, so that the case can be closed, and writes the verdicts that are still to be written.
func (w *Workspace) Finish() error {
	w.gate.Lock()
	return w.finishWriting()
}

// Open reads the case.
func (w *Workspace) Open() tea.Cmd {
	source := w.Source
	how := engine.MeasureSettings{Window: w.Opens, Saved: w.Saved.MeasureOptions, Now: w.Rules.MeasureOptions}
	return w.opening.Start(w.Ctx, 0, func(ctx context.Context) (o opened, err error) {
		if o.Snapshot, err = engine.Measure(ctx, source, engine.Snapshot{}, how, nil); err != nil {
			return o, err
		}
		o.verdicts, err = source.Verdicts(ctx)
		return o, err
	})
}

// Ready reports whether there is a judgement to show.
func (w *Workspace) Ready() bool { return w.Now != nil }

// Update takes the results of the workspace's tasks and answers with what the screens must be told of.
func (w *Workspace) Update(msg tea.Msg) (news []tea.Msg, cmd tea.Cmd) {
	if mine, news, cmd := w.scanned(msg); mine {
		return news, cmd
	}
	switch msg := msg.(type) {
	case arrivedAt, Presence, keptRead, lastVerdict, verdictsRead:
		return w.toldOfTheCase(msg)
	case task.Result[opened]:
		if !w.opening.Accept(msg) {
			return nil, nil
		}
		if msg.Err != nil {
			w.Failure = fmt.Errorf("the case can't be read: %w", msg.Err)
			return []tea.Msg{Changed{}}, nil
		}
		w.Failure = nil
		w.Snapshot = msg.Value.Snapshot
		w.Verdicts, w.suspicious = msg.Value.verdicts, engine.Suspicious(msg.Value.verdicts)
		w.Against.Suspicious = w.suspicious
		return []tea.Msg{Changed{}}, w.Judge()
	case task.Result[remeasured]:
		return w.applyRemeasured(msg)
	case remeasureProgress:
		return nil, w.tellProgress(msg)
	case task.Result[struct{}]:
		w.ahead.Accept(msg)
	case task.Result[judgement]:
		if !w.judging.Accept(msg) {
			return nil, nil
		}
		w.judgement = msg.Value
		w.Against.Keep(w.judgement.Now.Set, w.judgement.JudgeNow, w.judgement.Before)
		return []tea.Msg{Changed{}}, w.guess()
	case task.Result[guess]:
		if !w.guessing.Accept(msg) {
			return nil, nil
		}
		w.chances[msg.Value.rules] = msg.Value.chance
		return []tea.Msg{Changed{}}, nil
	}
	return nil, nil
}

// toldOfTheCase takes what has become of the case, and what others have put into it.
func (w *Workspace) toldOfTheCase(msg tea.Msg) (news []tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case arrivedAt:
		w.latest = store.Watermark(msg)
		if w.Ready() && w.At.Events == 0 && w.Arriving() && !w.remeasuring.Running() {
			return nil, w.remeasure(w.Window, received) // there is nothing on screen that somebody might be looking at
		}
	case Presence:
		w.away = msg.Away
		return nil, func() tea.Msg { return msg.told() }
	case keptRead:
		w.Kept = msg
	case lastVerdict:
		return nil, w.readVerdicts(int64(msg), false)
	case verdictsRead:
		return w.othersVerdicts(msg)
	}
	return nil, nil
}

// Busy reports whether the users are being measured or judged.
func (w *Workspace) Busy() bool { return w.judging.Running() || w.remeasuring.Running() }

// Remeasures reports whether the users are being measured anew.
func (w *Workspace) Remeasures() bool { return w.remeasuring.Running() }

// Judge applies the rules as they are now.
func (w *Workspace) Judge() tea.Cmd {
	if w.Users == nil {
		return nil
	}
	var delay time.Duration
	if w.Users.Len() > manyUsers && w.Ready() {
		delay = w.Pauses.judging
	}
	w.guessing.Stop()
	switch how := w.Rules.MeasureOptions; {
	case w.remeasuring.Running() && how != w.wanted.how.Now:
		return w.remeasure(w.wanted.how.Window, w.wanted.note)
	case how != w.Users.Measuring && w.remeasuring.Running():
		return nil // it judges what it finds
	case how != w.Users.Measuring:
		return w.remeasure(w.Window, remeasuredWords)
	}
	hearing := w.judgeInput()
	return w.judging.Start(w.Ctx, delay, func(context.Context) (judgement, error) { return hearing.judge(), nil })
}

// judgeInput is everything that a judgement is made of. It stays as it is while a task reads it.
type judgeInput struct {
	engine.Snapshot
	against     engine.BaselineSource
	saved       analysis.RuleSet
	rules       analysis.RuleSet
	verdicts    map[string]store.Verdict
	known, past *analysis.Judge      // for these rules and for those saved, nil where there has been none yet
	before      *analysis.Evaluation // by the rules as saved, nil likewise
	shown       judgement            // before this one
}

func (w *Workspace) judgeInput() judgeInput {
	w.Against.Zone = w.Clock.Location() // wherever it came from
	from := w.Against
	return judgeInput{w.Snapshot, from, w.Saved, w.Rules, w.Verdicts, from.Judge(w.Rules), from.Judge(w.Saved),
		from.Before, w.judgement}
}

func (h judgeInput) judge() judgement {
	judge, past, before := h.known, h.past, h.before
	if judge == nil {
		judge = h.against.NewJudge(h.Users, h.rules)
	}
	if before == nil {
		switch {
		case h.Base != h.Users:
			past = h.against.NewJudge(h.Base, h.saved)
		case h.against.Key(h.saved) == h.against.Key(h.rules):
			past = judge
		case past == nil:
			past = h.against.NewJudge(h.Users, h.saved)
		}
		before = past.Evaluate(h.saved)
	}
	now := before
	if h.rules != h.saved || h.Base != h.Users {
		now = judge.Evaluate(h.rules)
	}
	idle := ""
	if h.shown.JudgeNow == judge {
		idle = idleTurn(judge, h.shown.Now, now)
	}
	return judgement{judge, before, now, ecrm.WithLosing(now, h.Segments), analysis.Diff(before, now),
		measureQuality(h.Users, h.verdicts, before, now),
		unfitRules(judge), idle}
}

// guess estimates the false alarms, unless they are known.
func (w *Workspace) guess() tea.Cmd {
	rules, judge := w.Rules, w.Against.Judge(w.Rules)
	if _, known := w.chances[rules]; known || judge == nil {
		return nil
	}
	return w.guessing.Start(w.Ctx, w.Pauses.Guessing, func(ctx context.Context) (guess, error) {
		expected, ok := judge.Chance(ctx, rules)
		return guess{rules, chance{expected, ok}}, nil
	})
}

// FalseAlarms are those to expect under some rules: all of them, those flagged by several rules, and by one alone; ""
// while they are being counted.
func (w *Workspace) FalseAlarms(rules analysis.RuleSet) (all, several, alone string) {
	switch c, known := w.chances[rules]; {
	case !known:
		return "", "", ""
	case !c.ok:
		return "–", "–", "–"
	default:
		return about(c.All()), about(c.Several), about(c.Alone)
	}
}

// about is an estimate in words.
func about(x float64) string {
	if x < 1 {
		return "<1"
	}
	return "~" + term.Count(int(x+0.5))
}

// CannotCompare says why nobody can be compared with others, "" where it can be done.
func (w *Workspace) CannotCompare() string {
	if !w.Ready() || w.Lines() == 0 { // without a line there is nobody at all
		return ""
	}
	return w.Judgement().CannotCompare()
}

// Lines are those of all sources.
func (w *Workspace) Lines() (n int64) {
	for _, s := range w.Sources {
		n += s.Lines
	}
	return n
}

// Events are those of all sources, and the lines that did not become any.
func (w *Workspace) Events() (events, rejects int64) {
	for _, s := range w.Sources {
		events += s.Events
		rejects += s.Rejects
	}
	return events, rejects
}

// Pending reports whether the users are still to be read or judged.
func (w *Workspace) Pending() bool { return w.opening.Running() || w.judging.Running() }

// Judgement is what the rules say of the users, once they are judged.
func (w *Workspace) Judgement() *engine.Judgement {
	return &engine.Judgement{Judge: w.JudgeNow, Now: w.Now, Segments: w.SegmentOf, Verdicts: w.Verdicts}
}

// Lists is what lists are made from.
func (w *Workspace) Lists() userlist.Judged {
	return userlist.Judged{Judgement: w.Judgement(), Sources: w.Sources, Pivots: w.Pivots.Result,
		Matched: w.Matching.Result, Marks: w.Marks}
}
