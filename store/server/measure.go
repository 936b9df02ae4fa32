package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// mostStreamedUsers is how many users are measured at most in one process. Each takes about a kilobyte of memory.
const mostStreamedUsers = 20_000_000

// A numbering begins anew with other users once it has so many requests, which bounds its memory, or so many clients,
// whose tables are then about as large as the processor's caches.
const (
	mostRequests = 1 << 19
	mostClients  = 1 << 14
)

// measuredMatrix is what was measured last, and as of when.
type measuredMatrix struct {
	at     store.Watermark
	how    analysis.MeasureOptions
	window analysis.Window
	matrix *analysis.Matrix
}

// measuring is one measuring of all users.
type measuring struct {
	*Case
	asked     analysis.MeasureOptions
	how       analysis.MeasureOptions // as asked, with the timeout
	window    analysis.Window
	isWhole   bool            // the window is that of all events
	which     model.Selection // that is measured
	settings  string          // that it began with
	site      *web.Site
	extent    Extent
	entries   []web.Entry
	profiles  map[string]analysis.Profile
	templates map[string]bool

	background analysis.Capabilities
	matrix     *analysis.Matrix
	all        *allUsers
	told       model.ReadCount
	count      atomic.Int64 // of the users who have been measured

	unfinished bool // the index of all users is wanted, not what follows from it
	keeps      bool // the metrics are kept
}

// Matrix is the metrics of all users.
func (s *Case) Matrix(ctx context.Context) (*analysis.Matrix, error) {
	return s.MatrixWith(ctx, analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
}

// Derive measures every user.
func (s *Case) Derive(ctx context.Context, progress model.Progress) error {
	_, err := s.MatrixWith(ctx, analysis.DefaultMeasureOptions(), analysis.Window{}, progress)
	return err
}

// MatrixWith measures the users as a rule set asks for it, by what they did in a window; the zero Window is all of it.
func (s *Case) MatrixWith(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*analysis.Matrix, error) {
	builtIn := how
	builtIn.Own = analysis.OwnRules{}
	m, err := s.measureAll(ctx, builtIn, window, progress)
	if err != nil || len(how.Own.List()) == 0 {
		return m, err
	}
	return s.MeasureOwn(ctx, m, how.Own, progress)
}

// Refresh brings metrics up to date that were measured when the case was at a watermark. Where anything has come in
// everybody is measured again, since what happens at an address concerns all who were ever there.
func (s *Case) Refresh(ctx context.Context, before *analysis.Matrix, since store.Watermark) (*analysis.Matrix,
	store.Watermark, error) {
	now, err := s.Watermark(ctx)
	if err != nil || now == since {
		return before, since, err
	}
	matrix, err := s.MatrixWith(ctx, before.Measuring, analysis.Window{}, nil)
	if err != nil {
		return nil, since, err
	}
	return matrix, now, nil
}

func (s *Case) measureAll(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*analysis.Matrix, error) {
	at, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	last := s.measured
	s.mutex.Unlock()
	if last != nil && last.at == at && last.how == how && last.window == window {
		return last.matrix, nil
	}
	m, err := s.newMeasuring(ctx, how, window)
	if err != nil {
		return nil, err
	}
	m.told.Progress, m.told.Total = progress, m.extent.Events
	if m.keeps = window == (analysis.Window{}) && how == analysis.DefaultMeasureOptions(); m.keeps {
		err = m.takeKept(ctx)
	}
	if err == nil && m.matrix == nil {
		err = m.measure(ctx)
	}
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.measured = &measuredMatrix{at, how, window, m.matrix}
	s.mutex.Unlock()
	return m.matrix, nil
}

// newMeasuring reads what is known beside the events.
func (s *Case) newMeasuring(ctx context.Context, how analysis.MeasureOptions, window analysis.Window) (*measuring,
	error) {
	// Read first: what changes from here on is measured under a name that counts for nobody.
	settings, err := s.settings(ctx)
	if err != nil {
		return nil, err
	}
	timeout, err := s.timeout(ctx)
	if err != nil {
		return nil, err
	}
	m := &measuring{Case: s, asked: how, how: how.Of(timeout), window: window, settings: settings}
	if m.site, err = s.Site(ctx); err != nil {
		return nil, err
	}
	if m.extent, err = s.Extent(ctx); err != nil {
		return nil, err
	}
	if m.isWhole = window == (analysis.Window{}); m.isWhole {
		m.window = analysis.Window{From: m.extent.First, To: m.extent.Last}
		if err := s.checkUsers(m.extent.Users); err != nil {
			return nil, err
		}
	}
	m.templates, err = s.templates(ctx, m.site)
	return m, err
}

// learn reads what is known of items and users.
func (m *measuring) learn(ctx context.Context) error {
	catalogue, err := m.allFacts(ctx, model.Catalogue)
	if err != nil {
		return err
	}
	m.entries = model.CatalogueEntries(catalogue)
	knowledge, err := m.knowledge(func(string) (int32, bool) { return 0, false })
	if err != nil {
		return err
	}
	m.background = knowledge.Capabilities()
	m.profiles = map[string]analysis.Profile{}
	return m.Facts(ctx, model.Profiles, func(person model.Facts) {
		m.profiles[person.Key] = model.NewProfile(person, m.site.Requirements)
	})
}

// measure measures everybody.
func (m *measuring) measure(ctx context.Context) error {
	if !m.isWhole { // else the engine need not look at times
		m.which.Window = m.window
	}
	if err := m.learn(ctx); err != nil {
		return err
	}
	m.which.Short, m.all = true, newAllUsers(m.how)
	users, err := m.run(ctx, batches(m.which, m.extent.Events, runtime.GOMAXPROCS(0)))
	if err != nil {
		return err
	}
	if m.newMatrixOf(users); m.unfinished {
		return nil
	}
	if m.isWhole {
		if err := m.tooFew(m.events(), m.extent.Events); err != nil {
			return err
		}
	}
	return m.finish(ctx, m.slices())
}

// checkUsers refuses more users than one process can measure.
func (s *Case) checkUsers(users int64) error {
	if users <= mostStreamedUsers {
		return nil
	}
	return fmt.Errorf("%s: %d users would take about %d GB of memory, and one process measures %d users at most; "+
		"measure a part of the time, as with scan --since, or load a part of the logs into a case of its own",
		s.Path(), users, users/1_000_000, mostStreamedUsers)
}

// newMatrix makes a row for each user, of whom nothing is known yet.
func (m *measuring) newMatrix(keys []string) {
	ids := make([]analysis.UserNumber, len(keys))
	for row, key := range keys {
		ids[row] = m.number(key)
	}
	m.setMatrix(ids, keys)
	m.all = newAllUsers(m.how)
}

func (m *measuring) setMatrix(ids []analysis.UserNumber, keys []string) {
	m.matrix = analysis.NewUsers(ids, keys, m.background)
	m.matrix.Window, m.matrix.Timeout, m.matrix.Measuring = m.window, m.how.Timeout, m.asked
}

func (m *measuring) knowledge(number func(string) (int32, bool)) (*analysis.Knowledge, error) {
	k, err := analysis.NewKnowledge(m.site, m.entries, number)
	if err == nil {
		k.Referrers, k.Logins = m.extent.Referrers, m.extent.Logins
	}
	return k, err
}

// run measures parts of the users, several at a time, and returns whom it has measured.
func (m *measuring) run(ctx context.Context, which []model.Selection) ([]*measuredUsers, error) {
	workers := runtime.GOMAXPROCS(0)
	parts := make(chan model.Selection)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(parts)
		for _, part := range which {
			select {
			case parts <- part:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	measurers := make([]measureWorker, workers)
	for i := range measurers {
		w := &measurers[i]
		w.measuring, w.index = m, analysis.NewAddressIndex(m.how, nil, nil)
		group.Go(func() error {
			for part := range parts {
				if err := w.measure(ctx, part); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var users []*measuredUsers
	for i := range measurers {
		m.all.index.Merge(measurers[i].index, m.all.addresses)
		users = append(users, measurers[i].users...)
	}
	return users, nil
}

// finish finds what all users together tell, and keeps everything if it is to be kept: in units of rows.
func (m *measuring) finish(ctx context.Context, units [][]int32) error {
	run := ""
	if m.keeps && m.isComplete() {
		run = rand.Text()
		if err := m.keepUnits(ctx, run, 0, units); err != nil {
			m.keeps = false // whoever may only read measures anew each time
		}
	}
	m.together()
	if run != "" && m.keeps {
		_ = m.keepTogether(ctx, run, units)
	}
	m.matrix = m.matrix.WithoutEmpty()
	return nil
}

// together finds what all users together tell.
func (m *measuring) together() {
	rowOf := m.rowOf()
	m.all.index.Finish(func(user analysis.UserNumber, rule analysis.RuleID, x float64) {
		m.matrix.Raise(int(rowOf[user]), rule, x)
	})
}

// rowOf is the row of each user by number.
func (m *measuring) rowOf() []int32 {
	rows := make([]int32, 0, len(m.matrix.ID)+1)
	for row, user := range m.matrix.ID {
		stats.Put(&rows, user, int32(row))
	}
	return rows
}

// measureWorker measures some of the users.
type measureWorker struct {
	*measuring
	n        *model.Numbering
	content  *analysis.Knowledge
	measurer *analysis.Measurer
	index    *analysis.AddressIndex
	users    []*measuredUsers // of each selection
	reader   reader

	own    ownNumbers
	untold int
}

func (w *measureWorker) begin() (err error) {
	w.n = model.NewNumbering(w.site, w.templates)
	w.own = newOwnNumbers()
	w.n.Client = func(id int32) { w.all.addClient(&w.own, w.n, id) }
	w.n.Request = func(_ int32, e *model.RequestEntry) { w.all.addRequest(&w.own, e) }
	for i := range w.entries {
		w.n.Pages.Items.Of(0, w.entries[i].Item)
	}
	w.content, err = w.knowledge(func(item string) (int32, bool) {
		id := w.n.Pages.Items.Find([]byte(item))
		return id, id != 0
	})
	w.measurer = analysis.NewMeasurer(w.how, w.window, w.content)
	return err
}

// measure measures the users of a selection.
func (w *measureWorker) measure(ctx context.Context, which model.Selection) error {
	if w.n == nil || w.n.Dictionaries.Requests.Count() >= mostRequests ||
		w.n.Dictionaries.Clients.Count() >= mostClients {
		if err := w.begin(); err != nil {
			return err
		}
	}
	var users *measuredUsers
	err := w.reader.eachUser(ctx, w.Engine, which, w.n,
		func(key string, events []web.Event, _ []analysis.Detail) error {
			if users == nil {
				users = newMeasuredUsers(w.reader.order.users(), w.background)
			}
			return w.add(key, events, users)
		})
	if users != nil {
		w.users = append(w.users, users)
	}
	return err
}

func (w *measureWorker) add(key string, events []web.Event, users *measuredUsers) error {
	if events = model.Within(w.window, events); len(events) == 0 {
		return nil
	}
	if err := w.checkUsers(w.count.Add(1)); err != nil {
		return err
	}
	user := w.number(key)
	w.content.Devices, w.content.Sequences, w.content.Paths = w.n.Clients.Devices, w.n.Pages.Sequences, w.own.paths
	w.index.Number(w.own.addresses, w.own.clients, w.own.paths)
	profile := w.profiles[key]
	profile.Address = model.IsAddressOf(key, w.n.Clients.Names[w.n.Clients.Addresses[events[0].Client]])
	measures := w.measurer.Measure(events, profile)
	w.index.Add(user, events, &measures)
	users.add(key, user, &measures)
	if w.untold += len(events); w.untold >= 1<<14 {
		w.told.Add(w.untold)
		w.untold = 0
	}
	return nil
}
