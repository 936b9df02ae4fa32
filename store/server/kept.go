package server

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

// The metrics of all users are kept as a run: units of rows by user, what an index knows of these, and what only all
// users together tell, which follows from the latter. The engine is told last, in a setting, which run counts, and what
// it follows from.

// keptUnits is how many units each process that measures writes.
const keptUnits = 16

// The kinds of units.
const (
	unitRows     = "rows"
	unitIndex    = "facts" // what an AddressIndex knows of the users
	unitTogether = "together"
	unitDone     = "done"  // a part is there
	unitEnded    = "ended" // all parts are put together, or given up
	unitEmbedded = "embedded"
	unitTexts    = "texts" // referrers and requests
)

// settingMetrics is the run that counts.
const settingMetrics = "metrics"

// Forget drops what is kept of the metrics, and what was measured last, so that everybody is measured anew: also where
// the events were changed in a way that does not show in how many there are.
func (s *Case) Forget(ctx context.Context) error {
	s.mutex.Lock()
	s.measured, s.embedded = nil, nil
	s.mutex.Unlock()
	for _, name := range []string{settingMetrics, model.SettingEmbedded} {
		if err := s.SetSetting(ctx, name+s.Shape(), ""); err != nil {
			return err
		}
	}
	return nil
}

// keptMetrics says what is kept, and what it follows from.
type keptMetrics struct {
	Run        string
	Basis      string // besides the events
	Extent     Extent // of the events
	Window     analysis.Window
	Timeout    time.Duration
	Background analysis.Capabilities
	Ended      bool `json:"-"` // of a run in parts
}

var errKept = errors.New("what is kept of the metrics can't be read")

// basis names what the metrics follow from besides the events.
func (m *measuring) basis() string {
	return fmt.Sprintf("version=%d.%d.%d metrics=%s templates=%s%s", model.DerivationVersion, rowsVersion,
		binary.Size(analysis.Measures{}), store.MeasureVersion(), model.Brief(fmt.Sprint(m.templates)), m.settings)
}

// sameEvents reports whether two extents are of the same events.
func sameEvents(a, b *Extent) bool {
	return a.Events == b.Events && a.Inserted == b.Inserted && a.Withdrawn == b.Withdrawn && a.First == b.First &&
		a.Last == b.Last
}

// takeKept takes what is kept, and measures whom events concern that came in since. It leaves no matrix where all have
// to be measured.
func (m *measuring) takeKept(ctx context.Context) error {
	k, err := m.kept(ctx)
	if err != nil || k == nil {
		return err
	}
	rows, err := m.readRows(ctx, k.Run)
	if err != nil || rows == nil {
		return err
	}
	if sameEvents(&k.Extent, &m.extent) {
		err = m.takeRows(ctx, k, rows)
	} else {
		err = m.refresh(ctx, k, rows)
	}
	if errors.Is(err, errKept) || err == nil && m.matrix != nil && !m.isComplete() {
		m.matrix, m.keeps, err = nil, true, nil
	}
	return err
}

// IsMeasured reports whether the metrics that are kept are of the events as they are.
func (s *Case) IsMeasured(ctx context.Context) (bool, error) {
	m, err := s.newMeasuring(ctx, analysis.DefaultMeasureOptions(), analysis.Window{})
	if err != nil {
		return false, err
	}
	k, err := m.kept(ctx)
	return err == nil && k != nil && sameEvents(&k.Extent, &m.extent), err
}

// kept is what is kept, if it follows from the case but for its events; nil if it does not.
func (m *measuring) kept(ctx context.Context) (*keptMetrics, error) {
	text, err := m.Setting(ctx, settingMetrics+m.Shape())
	if err != nil || text == "" {
		return nil, err
	}
	var k keptMetrics
	if json.Unmarshal([]byte(text), &k) != nil || k.Basis != m.basis() || k.Run == "" {
		return nil, nil
	}
	return &k, nil
}

// isComplete reports whether the matrix is of the events that there were when the measuring began, and of no others.
func (m *measuring) isComplete() bool { return m.events() == m.extent.Events }

// events is how many there are of all users of the matrix.
func (m *measuring) events() (n int64) {
	for row := range m.matrix.Stats {
		n += int64(m.matrix.Stats[row].Events)
	}
	return n
}

// tooFew is the error of an answer with fewer events than there were before it was asked for; nil if there are as many,
// or more have come in meanwhile.
func (s *Case) tooFew(came, were int64) error {
	if came >= were {
		return nil
	}
	return fmt.Errorf("%s: only %d of %d events have come, so none of them counts: were some deleted meanwhile, or do "+
		"limits or filters of the user cut answers off? Try again, or as another user", s.Path(), came, were)
}

// takeRows makes a matrix of what is kept.
func (m *measuring) takeRows(ctx context.Context, k *keptMetrics, rows *keptRows) error {
	matrix, err := m.matrixOf(k, rows)
	if err != nil {
		return err
	}
	seen := 0
	err = m.Kept(ctx, k.Run, unitTogether, func(unit int, body []byte) error {
		if unit >= len(rows.units) || len(body) != 8*len(analysis.TogetherRules)*len(rows.units[unit]) {
			return errKept
		}
		for _, row := range rows.units[unit] {
			for _, rule := range analysis.TogetherRules {
				matrix.X[rule][row] = math.Float64frombits(binary.LittleEndian.Uint64(body))
				body = body[8:]
			}
			seen++
		}
		return nil
	})
	if err == nil && seen == len(rows.keys) {
		m.matrix = matrix
	}
	return err
}

// matrixOf is a matrix of rows, without what all users together tell.
func (m *measuring) matrixOf(k *keptMetrics, rows *keptRows) (*analysis.Matrix, error) {
	ids := make([]analysis.UserNumber, len(rows.keys))
	for row, key := range rows.keys {
		ids[row] = m.number(key)
	}
	matrix := analysis.NewUsers(ids, rows.keys, k.Background)
	matrix.Window, matrix.Timeout, matrix.Measuring = k.Window, k.Timeout, m.asked
	return matrix, rows.fill(matrix)
}

// slices are the rows of users with events in as many units as there are to be.
func (m *measuring) slices() [][]int32 {
	var rows []int32
	for row := range m.matrix.Stats {
		if m.matrix.Stats[row].Events > 0 {
			rows = append(rows, int32(row))
		}
	}
	units := make([][]int32, keptUnits)
	for unit := range units {
		units[unit] = rows[len(rows)*unit/keptUnits : len(rows)*(unit+1)/keptUnits]
	}
	return units
}

// mostKeptAtOnce is how many bytes of units are written together.
const mostKeptAtOnce = 64 << 20

// keepUnits keeps rows of users and what the index knows of them in units whose numbers go on from first.
func (m *measuring) keepUnits(ctx context.Context, run string, first int, units [][]int32) error {
	var waiting []KeptUnit
	size := 0
	for u, rows := range units {
		waiting = append(waiting, KeptUnit{first + u, unitRows, appendRows(nil, m.matrix, rows)},
			KeptUnit{first + u, unitIndex, m.encodeIndex(rows, u == 0)})
		for _, unit := range waiting[len(waiting)-2:] {
			size += len(unit.Body)
		}
		if size < mostKeptAtOnce && u+1 < len(units) {
			continue
		}
		if err := m.Keep(ctx, run, waiting); err != nil {
			return err
		}
		waiting, size = nil, 0
	}
	return nil
}

// keepTogether keeps what all users together tell of units, and then says that the run counts.
func (m *measuring) keepTogether(ctx context.Context, run string, units [][]int32) error {
	var all []KeptUnit
	for u, rows := range units {
		var body []byte
		for _, row := range rows {
			for _, rule := range analysis.TogetherRules {
				body = binary.LittleEndian.AppendUint64(body, math.Float64bits(m.matrix.X[rule][row]))
			}
		}
		all = append(all, KeptUnit{u, unitTogether, body})
	}
	if err := m.Keep(ctx, run, all); err != nil {
		return err
	}
	text, err := json.Marshal(keptMetrics{run, m.basis(), m.extent, m.matrix.Window, m.matrix.Timeout,
		m.matrix.Background, false})
	if err != nil {
		return err
	}
	return m.SetSetting(ctx, settingMetrics+m.Shape(), string(text))
}

// takeOthers takes over what was measured before of everybody but some users, whose keys are in order. By row of what
// was measured before, it returns the number that a user has now whose measures were taken over, and 0 for the others.
func (m *measuring) takeOthers(before *analysis.Matrix, touched []string) (stays []analysis.UserNumber) {
	stays = make([]analysis.UserNumber, before.Len())
	for i, key := range before.Key {
		if _, is := slices.BinarySearch(touched, key); is {
			continue
		}
		if row, known := m.matrix.Row(key); known {
			stays[i] = m.matrix.ID[row]
			measures := before.Measures(i)
			m.matrix.Set(row, &measures)
		}
	}
	return stays
}

// mostTouched is one user in so many: where more than that would have to be measured again, everybody is.
const mostTouched = 4

// touchedAtOnce is how many users are asked for together.
const touchedAtOnce = 2000

// refresh measures who has done something since, and those whose halves or activity the new end of the window changes.
// It leaves no matrix where all might as well be measured.
func (m *measuring) refresh(ctx context.Context, k *keptMetrics, rows *keptRows) error {
	touched, ok, err := m.Touched(ctx, k.Extent)
	if err != nil || !ok {
		return err
	}
	before, err := m.matrixOf(k, rows)
	if err != nil {
		return err
	}
	for row, key := range before.Key {
		if !before.Stays(row, m.window) {
			touched = append(touched, key)
		}
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	if len(touched)*mostTouched > len(rows.keys) {
		return nil
	}
	if err := m.learn(ctx); err != nil {
		return err
	}
	keys := slices.Concat(rows.keys, touched)
	slices.Sort(keys)
	m.newMatrix(slices.Compact(keys))
	if !reflect.DeepEqual(m.matrix.Background, k.Background) {
		m.matrix = nil
		return nil
	}
	if err := m.decodeIndex(ctx, k.Run, rows, m.takeOthers(before, touched)); err != nil {
		return err
	}
	var which []model.Selection
	for some := range slices.Chunk(touched, touchedAtOnce) {
		which = append(which, model.Selection{Users: some, Short: true})
	}
	users, err := m.run(ctx, which)
	if err != nil {
		return err
	}
	m.fillIn(users)
	m.keeps = len(touched)*mostTouched*mostTouched > len(rows.keys) // else measuring them again is as quick
	return m.finish(ctx, m.slices())
}
