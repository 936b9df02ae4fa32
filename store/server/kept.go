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
	"strings"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

// The metrics of all users are kept as a run: units of rows by user, facts from which follows what only all users
// together tell, and the values that do. The engine is told last, in a setting, which run counts, and what it follows
// from.

// keptUnits is how many units each has who measures.
const keptUnits = 16

// The kinds of units.
const (
	unitRows     = "rows"
	unitFacts    = "facts"
	unitTogether = "together"
	unitDone     = "done"  // a part is there
	unitEnded    = "ended" // all parts are put together, or given up
	unitEmbedded = "embedded"
	unitTexts    = "texts" // referrers and requests
)

// settingMetrics is the run that counts.
const settingMetrics = "metrics"

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
	return fmt.Sprintf("version=%d.%d metrics=%s templates=%s%s", model.DerivationVersion,
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
	text, err := m.Setting(ctx, settingMetrics+m.Shape())
	if err != nil || text == "" {
		return err
	}
	var k keptMetrics
	if json.Unmarshal([]byte(text), &k) != nil || k.Basis != m.basis() || k.Run == "" {
		return nil // all are measured anew
	}
	rows, err := m.readRows(ctx, k.Run)
	if err != nil || rows == nil {
		return err
	}
	if sameEvents(&k.Extent, &m.extent) {
		err = m.takeRows(ctx, &k, rows)
	} else {
		err = m.refresh(ctx, &k, rows)
	}
	if errors.Is(err, errKept) || err == nil && m.matrix != nil && !m.isComplete() {
		m.matrix, m.keeps, err = nil, true, nil
	}
	return err
}

// isComplete reports whether the matrix is of the events that there were when the measuring began, and of no others.
func (m *measuring) isComplete() bool {
	events := int64(0)
	for row := range m.matrix.Facts {
		events += int64(m.matrix.Facts[row].Events)
	}
	return events == m.extent.Events
}

// keptRows are the users of a run, with what was measured of each alone.
type keptRows struct {
	keys     []string             // in byte order
	measures []*analysis.Measures // likewise
	units    [][]int32            // the rows of each unit, in its order
}

// keptRow is a row of a unit.
type keptRow struct {
	key         string
	measures    *analysis.Measures
	unit, place int32
}

// readRows gives none where nothing is there, or where it can't be read.
func (m *measuring) readRows(ctx context.Context, run string) (*keptRows, error) {
	var rows []keptRow
	var units [][]int32
	err := m.Kept(ctx, run, unitRows, func(unit int, body []byte) error {
		more, err := readUnit(int32(unit), body)
		if err != nil {
			return err
		}
		for len(units) <= unit {
			units = append(units, nil)
		}
		units[unit] = make([]int32, len(more))
		rows = append(slices.Grow(rows, len(more)), more...)
		return nil
	})
	if errors.Is(err, errKept) || err == nil && len(rows) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return inKeyOrder(rows, units), nil
}

// rowSize is how many bytes what was measured of a user takes.
var rowSize = binary.Size(analysis.Measures{})

// readUnit reads the rows of a unit. They are not moved again: all of them together are large.
func readUnit(unit int32, body []byte) ([]keptRow, error) {
	r := keptReader{from: body}
	count := r.count()
	if count > len(r.from)/rowSize {
		return nil, errKept
	}
	rows, measures := make([]keptRow, count), make([]analysis.Measures, count)
	for i := range rows {
		key := string(r.text())
		used, err := binary.Decode(r.from, binary.LittleEndian, &measures[i])
		if err != nil {
			return nil, errKept
		}
		r.from = r.from[used:]
		rows[i] = keptRow{key, &measures[i], unit, int32(i)}
	}
	return rows, r.err
}

// inKeyOrder puts rows into the order of their keys; none where a key comes twice.
func inKeyOrder(rows []keptRow, units [][]int32) *keptRows {
	slices.SortFunc(rows, func(a, b keptRow) int { return strings.Compare(a.key, b.key) })
	kept := &keptRows{make([]string, len(rows)), make([]*analysis.Measures, len(rows)), units}
	for i := range rows {
		row := &rows[i]
		if i > 0 && row.key == rows[i-1].key {
			return nil // nobody has written that
		}
		kept.keys[i], kept.measures[i] = row.key, row.measures
		units[row.unit][row.place] = int32(i)
	}
	return kept
}

// takeRows makes a matrix of what is kept.
func (m *measuring) takeRows(ctx context.Context, k *keptMetrics, rows *keptRows) error {
	matrix := m.matrixOf(k, rows)
	seen := 0
	err := m.Kept(ctx, k.Run, unitTogether, func(unit int, body []byte) error {
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
func (m *measuring) matrixOf(k *keptMetrics, rows *keptRows) *analysis.Matrix {
	ids := make([]int32, len(rows.keys))
	for row, key := range rows.keys {
		ids[row] = m.Number(key)
	}
	matrix := analysis.NewUsers(ids, rows.keys, k.Background)
	matrix.Window, matrix.Timeout, matrix.Measuring = k.Window, k.Timeout, m.asked
	for row := range rows.measures {
		matrix.Set(row, rows.measures[row])
	}
	return matrix
}

// slices are the rows of users with events in as many units as there are to be.
func (m *measuring) slices() [][]int32 {
	var rows []int32
	for row := range m.matrix.Facts {
		if m.matrix.Facts[row].Events > 0 {
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

// keepUnits keeps rows and facts of units, whose numbers go on from first.
func (m *measuring) keepUnits(ctx context.Context, run string, first int, units [][]int32) error {
	var waiting []KeptUnit
	size := 0
	for u, rows := range units {
		waiting = append(waiting, KeptUnit{first + u, unitRows, m.appendRows(nil, rows)},
			KeptUnit{first + u, unitFacts, m.appendFacts(rows, u == 0)})
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

func (m *measuring) appendRows(to []byte, rows []int32) []byte {
	to = binary.AppendUvarint(to, uint64(len(rows)))
	for _, row := range rows {
		to = appendText(to, m.matrix.Key[row])
		measures := m.matrix.Measures(int(row))
		to, _ = binary.Append(to, binary.LittleEndian, &measures) // everything in it has a size
	}
	return to
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

// mostTouched is one part of the users: where more have to be measured, all are.
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
	before := m.matrixOf(k, rows)
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
	if err := m.newMatrix(slices.Compact(keys)); err != nil {
		return err
	}
	if !reflect.DeepEqual(m.matrix.Background, k.Background) {
		m.matrix = nil
		return nil
	}
	stays := make([]int32, len(rows.keys)) // the numbers of those who do, 0 for the others
	for i, key := range rows.keys {
		if _, is := slices.BinarySearch(touched, key); !is {
			row := m.rows[key]
			stays[i] = m.matrix.ID[row]
			m.matrix.Set(int(row), rows.measures[i])
		}
	}
	if err := m.readFacts(ctx, k.Run, rows, stays); err != nil {
		return err
	}
	var which []model.Selection
	for some := range slices.Chunk(touched, touchedAtOnce) {
		which = append(which, model.Selection{Users: some, Short: true})
	}
	if err := m.run(ctx, which); err != nil {
		return err
	}
	m.keeps = len(touched)*mostTouched*mostTouched > len(rows.keys) // else they are as soon measured again
	return m.finish(ctx, m.slices())
}
