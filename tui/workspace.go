package tui

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
	"spoor/store/load"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// Case is what the screens ask a case for: a *store.Case whose events can be traced back to their lines.
type Case interface {
	engine.Case
	Path() string
	MeasureOwn(ctx context.Context, users *analysis.Matrix, own analysis.OwnRules,
		progress func(done, total int64)) (*analysis.Matrix, error)
	UsersWith(ctx context.Context, window analysis.Window, conditions []string,
		progress func(done, total int64)) (users [][]bool, err error)
	Watch(ctx context.Context) (Watch, error)
	Track(ctx context.Context, user int32) (*model.Track, error)
	Evidence(ctx context.Context, track *model.Track, users *analysis.Matrix, rules []analysis.RuleID) ([][]int, error)
	Original(ctx context.Context, event model.Event) (load.Evidence, error)
	Rejects(ctx context.Context, reason string, limit int) ([]store.Reject, error)
	RejectsOf(ctx context.Context, source, limit int) ([]store.Reject, error)
	RejectCounts(ctx context.Context) ([]store.ReasonCount, error)
	Verdicts(ctx context.Context) (map[int32]store.Verdict, error)
	AddVerdict(ctx context.Context, verdict, seen store.Verdict) (int64, error)
	// AddVerdicts adds several; the ID of each that is not written is 0, and the error is that of the first.
	AddVerdicts(ctx context.Context, given, seen []store.Verdict) (ids []int64, err error)
	CheckWritable() error
	About(ctx context.Context, user int32, items []string) (store.About, error)
	Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
		progress func(done, total int64)) (*model.Pivots, error)
	Timeline(ctx context.Context, timeout time.Duration, progress func(done, total int64)) (*model.Timeline, error)
	Overview(ctx context.Context, window analysis.Window, zone *time.Location,
		progress func(done, total int64)) (*model.Overview, error)
}

// workspace is what all screens of a case share: the measured users, the rules in force and what they say. It is
// changed only in the event loop; what tasks are given, they only read.
type workspace struct {
	ctx             context.Context
	source          Case
	gate            sync.RWMutex // held for reading by whatever must have ended before the case is closed
	clock           term.Clock
	engine.Snapshot                       // the users as they were measured
	latest          store.Watermark       // how far the case has come, as far as is known
	against         engine.BaselineSource // whom users are compared with
	verdictsGiven   int                   // how many verdicts have been given here
	commands        []OwnCommand          // keys that run commands of one's own
	history         *find.History         // what was looked for
	queries         *find.History         // what was asked in SQL
	marks           userlist.Marks        // who is marked
	kept            map[string]string     // views and bookmarks, by name
	asked           analysis.Window       // that the case is opened with
	gone            bool                  // the file of the case is not where it was
	// verdicts are those that stand, by user number, and suspicious whom they find so. Neither is ever changed but
	// replaced, since tasks read them.
	verdicts   map[int32]store.Verdict
	suspicious map[int32]bool

	saved        analysis.RuleSet // the rules that the case was opened with
	rules        analysis.RuleSet // the rules as they are turned now
	past, future []analysis.RuleSet
	file         ruleFile // that the rules were last written to or read from

	// otherwise is what they said before others were put in the place of whom users are compared with; nil: none were.
	otherwise *analysis.Evaluation

	judgement                             // what the rules say, nothing until they have judged
	chances   map[analysis.RuleSet]chance // the false alarms to expect, by rule set

	jobs

	unkept      map[int32]string // notes of verdicts that could not be written, by user
	lastWritten int64            // the ID of the last verdict that is known here

	writing []*writing // verdicts on their way into the case, in the order they were given
	written []*writing // those given here that can be taken back, the last at the end

	loadedUsers *analysis.Matrix // what a load has just measured
	loads       string           // the command of the load that has not come to its end; "": there is none
	pauses

	opening     task.Task[opened]
	judging     task.Task[judgement]
	remeasuring task.Task[remeasured]
	wanted      remeasureRequest // by the look that is under way
	guessing    task.Task[guess]
	failure     error
}

// pauses say how long somebody who is still turning is waited for before work begins, and how often progress is told.
type pauses struct{ judging, measuring, guessing, settling, telling time.Duration }

// opened is a case that has been read and measured.
type opened struct {
	engine.Snapshot
	verdicts map[int32]store.Verdict
}

// judgement is what the rules say of all users.
type judgement struct {
	judgeNow    *analysis.Judge
	before, now *analysis.Evaluation // by the rules as the case was opened with, and as they are now
	segments    []ecrm.Segment       // by row
	difference  analysis.Difference
	quality     *agreement                 // nil without verdicts to measure it by
	unfit       [analysis.MostRules]string // why the baseline has nothing to say of a rule, "" where it has
	idle        string                     // why the last turn of the rules changed nothing, and what would; "" where it did
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

// workChanged tells every screen that the workspace has something new.
type workChanged struct{}

// manyUsers is from where judging takes long enough to be felt, so that a held key must not start it at every
// repetition.
const manyUsers = 200_000

func newWorkspace(ctx context.Context, source Case, rules analysis.RuleSet, zone *time.Location) *workspace {
	w := &workspace{ctx: ctx, source: source, clock: term.Clock{Zone: zone}, saved: rules, rules: rules,
		history: &find.History{}, queries: &find.History{}, marks: userlist.Marks{}, against: engine.NewBaselineSource(nil),
		chances: map[analysis.RuleSet]chance{}, unkept: map[int32]string{}}
	w.pauses = pauses{80 * time.Millisecond, 80 * time.Millisecond, 300 * time.Millisecond, 120 * time.Millisecond,
		progressEvery}
	return w
}

// open reads the case.
func (w *workspace) open() tea.Cmd {
	source, from, how := w.source, engine.Snapshot{Whole: w.loadedUsers},
		engine.MeasureSettings{Window: w.asked, Saved: w.saved.MeasureOptions, Now: w.rules.MeasureOptions}
	return w.opening.Start(w.ctx, 0, func(ctx context.Context) (o opened, err error) {
		if o.Snapshot, err = engine.Measure(ctx, source, from, how, nil); err != nil {
			return o, err
		}
		o.verdicts, err = source.Verdicts(ctx)
		return o, err
	})
}

// ready reports whether there is a judgement to show.
func (w *workspace) ready() bool { return w.now != nil }

// Update takes the results of the workspace's tasks and answers with what the screens must be told of.
func (w *workspace) Update(msg tea.Msg) (news []tea.Msg, cmd tea.Cmd) {
	if mine, news, cmd := w.scanned(msg); mine {
		return news, cmd
	}
	switch msg := msg.(type) {
	case task.Result[opened]:
		if !w.opening.Accept(msg) {
			return nil, nil
		}
		if msg.Err != nil {
			w.failure = fmt.Errorf("the case can't be read: %w", msg.Err)
			return []tea.Msg{workChanged{}}, nil
		}
		w.failure = nil
		w.Snapshot = msg.Value.Snapshot
		w.verdicts, w.suspicious = msg.Value.verdicts, engine.Suspicious(msg.Value.verdicts)
		w.against.Suspicious = w.suspicious
		return []tea.Msg{workChanged{}}, w.judge()
	case arrivedAt:
		w.latest = store.Watermark(msg)
	case lastVerdict:
		return nil, w.readVerdicts(int64(msg), false)
	case verdictsRead:
		return w.othersVerdicts(msg)
	case task.Result[remeasured]:
		return w.applyRemeasured(msg)
	case remeasureProgress:
		return nil, w.tellProgress(msg)
	case task.Result[judgement]:
		if !w.judging.Accept(msg) {
			return nil, nil
		}
		w.judgement = msg.Value
		w.against.Keep(w.judgement.now.Set, w.judgement.judgeNow, w.judgement.before)
		return []tea.Msg{workChanged{}}, w.guess()
	case task.Result[guess]:
		if !w.guessing.Accept(msg) {
			return nil, nil
		}
		w.chances[msg.Value.rules] = msg.Value.chance
		return []tea.Msg{workChanged{}}, nil
	}
	return nil, nil
}

// compared are the users with what is known of them by comparison, too, once they are judged.
func (w *workspace) compared() *analysis.Matrix {
	if w.ready() {
		return w.judgeNow.Matrix
	}
	return w.Users
}

// judge applies the rules as they are now.
func (w *workspace) judge() tea.Cmd {
	if w.Users == nil {
		return nil
	}
	var delay time.Duration
	if w.Users.Len() > manyUsers && w.ready() {
		delay = w.pauses.judging
	}
	w.guessing.Stop()
	switch how := w.rules.MeasureOptions; {
	case w.remeasuring.Running() && how != w.wanted.how.Now:
		return w.remeasure(w.wanted.how.Window, w.wanted.note)
	case how != w.Users.Measuring && w.remeasuring.Running():
		return nil // it judges what it finds
	case how != w.Users.Measuring:
		return w.remeasure(w.Window, remeasuredWords)
	}
	hearing := w.judgeInput()
	return w.judging.Start(w.ctx, delay, func(context.Context) (judgement, error) { return hearing.judge(), nil })
}

// judgeInput is everything that a judgement is made of. It stays as it is while a task reads it.
type judgeInput struct {
	engine.Snapshot
	against     engine.BaselineSource
	saved       analysis.RuleSet
	rules       analysis.RuleSet
	verdicts    map[int32]store.Verdict
	known, past *analysis.Judge      // for these rules and for those saved, nil where there has been none yet
	before      *analysis.Evaluation // by the rules as saved, nil likewise
	shown       judgement            // before this one
}

func (w *workspace) judgeInput() judgeInput {
	from := w.against
	return judgeInput{w.Snapshot, from, w.saved, w.rules, w.verdicts, from.Judge(w.rules), from.Judge(w.saved),
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
	if h.shown.judgeNow == judge {
		idle = idleTurn(judge, h.shown.now, now)
	}
	return judgement{judge, before, now, ecrm.WithLosing(now, h.Segments), analysis.Diff(before, now), measureQuality(h.Users, h.verdicts, before, now),
		unfitRules(judge), idle}
}

// guess estimates the false alarms, unless they are known.
func (w *workspace) guess() tea.Cmd {
	rules, judge := w.rules, w.against.Judge(w.rules)
	if _, known := w.chances[rules]; known || judge == nil {
		return nil
	}
	return w.guessing.Start(w.ctx, w.pauses.guessing, func(ctx context.Context) (guess, error) {
		expected, ok := judge.Chance(ctx, rules)
		return guess{rules, chance{expected, ok}}, nil
	})
}

// falseAlarms are those to expect under some rules: all of them, those flagged by several rules, and by one alone; "" while they
// are being counted.
func (w *workspace) falseAlarms(rules analysis.RuleSet) (all, several, alone string) {
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

// cannotJudge says why nobody can be judged by comparison, "" where it can be done. That it is so comes first: the end
// may be cut.
func (w *workspace) cannotJudge() string {
	if !w.ready() || w.lines() == 0 { // without a line there is nobody at all
		return ""
	}
	if few := w.judgeNow.TooFew(); few != "" {
		return analysis.NobodyJudged + ": " + few
	}
	return ""
}

func (w *workspace) lines() (n int64) {
	for _, s := range w.Sources {
		n += s.Lines
	}
	return n
}

func (w *workspace) events() (events, rejects int64) {
	for _, s := range w.Sources {
		events += s.Events
		rejects += s.Rejects
	}
	return events, rejects
}

// Pending reports whether the users are still to be read or judged.
func (w *workspace) Pending() bool { return w.opening.Running() || w.judging.Running() }

// Judgement is what the rules say of the users, once they are judged.
func (w *workspace) Judgement() *engine.Judgement {
	return &engine.Judgement{Judge: w.judgeNow, Now: w.now, Segments: w.segments, Verdicts: w.verdicts}
}

// judged is what lists are made from.
func (w *workspace) judged() userlist.Judged {
	return userlist.Judged{Judgement: w.Judgement(), Sources: w.Sources, Pivots: w.pivots.Result, Matched: w.matching.Result, Marks: w.marks}
}
