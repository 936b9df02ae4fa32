package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"

	"spoor/analysis"
	"spoor/store/model"
)

// MostParts is in how many parts the users can be measured.
const MostParts = Buckets

// MeasurePart measures one part of the users, from 1 to parts, and keeps what it finds in the place of what it found
// before. Whoever does it first says as of when all parts measure. Whoever is the last puts them together; until then
// it returns how many parts are missing.
func (s *Case) MeasurePart(ctx context.Context, part, parts int, progress model.Progress) (missing int,
	err error) {
	how := analysis.DefaultMeasureOptions()
	m, err := s.newMeasuring(ctx, how, analysis.Window{})
	if err != nil {
		return 0, err
	}
	plan, err := m.plan(ctx, parts)
	if err != nil || plan == nil {
		return 0, err
	}
	m.extent, m.window = plan.Extent, plan.Window
	m.told.Progress, m.told.Total = progress, m.extent.Events/int64(parts)
	m.which = model.Selection{Buckets: [2]int{Buckets * (part - 1) / parts, Buckets * part / parts},
		Until: plan.Extent.Inserted}
	m.unfinished = true
	if err := m.measure(ctx); err != nil {
		return 0, err
	}
	if err := m.keepUnits(ctx, plan.Run, (part-1)*keptUnits, m.slices()); err != nil {
		return 0, err
	}
	done := []KeptUnit{{part, unitDone, []byte(strconv.Itoa(m.matrix.Len()))}}
	if err := s.Keep(ctx, plan.Run, done); err != nil {
		return 0, err
	}
	missing = parts
	err = s.Kept(ctx, plan.Run, unitDone, func(int, []byte) error {
		missing--
		return nil
	})
	if err != nil || missing > 0 {
		return missing, err
	}
	return 0, m.putTogether(ctx, plan)
}

// plan is what all parts measure, none where nothing has changed since everybody was measured.
func (m *measuring) plan(ctx context.Context, parts int) (*keptMetrics, error) {
	k, err := m.kept(ctx)
	if err != nil || k != nil && sameEvents(&k.Extent, &m.extent) {
		return nil, err
	}
	basis := m.basis()
	name := fmt.Sprintf("measuring %d%s", parts, m.Shape())
	last, err := m.readPlan(ctx, name)
	if err != nil || last.Basis == basis && !last.Ended {
		return last, err
	}
	text, err := json.Marshal(keptMetrics{Run: rand.Text(), Basis: basis, Extent: m.extent, Window: m.window})
	if err == nil {
		err = m.SetOnce(ctx, name, string(text), last.Run)
	}
	if err != nil {
		return nil, err
	}
	return m.readPlan(ctx, name)
}

func (m *measuring) readPlan(ctx context.Context, name string) (*keptMetrics, error) {
	plan := &keptMetrics{}
	text, err := m.Setting(ctx, name)
	if err != nil || text == "" {
		return plan, err
	}
	if json.Unmarshal([]byte(text), plan) != nil {
		return plan, nil // by another version
	}
	return plan, m.Kept(ctx, plan.Run, unitEnded, func(int, []byte) error {
		plan.Ended = true
		return nil
	})
}

// putTogether makes metrics of all users of the parts of a run.
func (m *measuring) putTogether(ctx context.Context, plan *keptMetrics) error {
	now, err := m.Case.settings(ctx)
	if err != nil {
		return err
	}
	if now != m.settings || m.basis() != plan.Basis {
		return fmt.Errorf("%s: the site description, profiles, catalogue or timeout have changed since the first "+
			"part was measured; measure all parts again", m.Path())
	}
	rows, err := m.readRows(ctx, plan.Run)
	if err != nil {
		return err
	}
	if rows == nil {
		return fmt.Errorf("%s: %w; measure all parts again", m.Path(), errKept)
	}
	m.newMatrix(rows.keys)
	if err := rows.fill(m.matrix); err != nil {
		return fmt.Errorf("%s: %w; measure all parts again", m.Path(), err)
	}
	if err := m.decodeIndex(ctx, plan.Run, rows, m.matrix.ID); err != nil {
		return err
	}
	ended := []KeptUnit{{0, unitEnded, nil}} // the next parts make a plan of their own
	if !m.isComplete() {
		if err := m.Keep(ctx, plan.Run, ended); err != nil {
			return err
		}
		return fmt.Errorf("%s: events of before the first part was measured have come in since; measure all parts "+
			"again", m.Path())
	}
	m.together()
	if err := m.keepTogether(ctx, plan.Run, rows.units); err != nil {
		return err
	}
	return m.Keep(ctx, plan.Run, ended)
}
