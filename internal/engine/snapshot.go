package engine

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/store"
	"spoor/store/model"
)

// Case is what a snapshot asks a case for.
type Case interface {
	Sources(ctx context.Context) ([]store.Source, error)
	Watermark(ctx context.Context) (store.Watermark, error)
	MatrixWith(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
		progress model.Progress) (*analysis.Matrix, error)
	Refresh(ctx context.Context, before *analysis.Matrix, since store.Watermark) (*analysis.Matrix, store.Watermark, error)
}

// MeasureSettings says how the users of a snapshot are measured.
type MeasureSettings struct {
	Window analysis.Window         // the part of the case's time that counts; the zero value is all of it
	Saved  analysis.MeasureOptions // of the rules that the case was opened with
	Now    analysis.MeasureOptions // of the rules as they are turned
}

// Snapshot is the case as of one position: the users as they were measured, and how far the case had come by then. None
// of it is ever changed but replaced, since tasks read it.
type Snapshot struct {
	MeasureSettings
	At       store.Watermark
	Sources  []store.Source
	Whole    *analysis.Matrix         // the case as it is without a window and without rules
	Base     *analysis.Matrix         // in the window, as the rules measure that the case was opened with
	Users    *analysis.Matrix         // in the window, as the rules measure that are in force
	Segments []ecrm.Segment           // without what rules say
	Measured [analysis.MostRules]bool // whether anybody has a value
}

// Measure makes a snapshot. What from has measured before is only brought up to date. progress is of the events that
// are read again.
func Measure(ctx context.Context, source Case, from Snapshot, how MeasureSettings,
	progress model.Progress) (s Snapshot, err error) {
	s = Snapshot{MeasureSettings: how}
	if s.At, s.Whole, err = upToDate(ctx, source, from, progress); err != nil {
		return s, err
	}
	if s.Sources, err = source.Sources(ctx); err != nil {
		return s, err
	}
	if s.Base, err = s.measureAs(ctx, source, from, how.Saved, progress); err != nil {
		return s, err
	}
	s.Users = s.Base
	if how.Now != how.Saved {
		if s.Users, err = s.measureAs(ctx, source, from, how.Now, progress); err != nil {
			return s, err
		}
	}
	if !slices.Equal(s.Base.Key, s.Users.Key) { // somebody came between the one and the other
		s.Base = s.Users
	}
	s.Segments = ecrm.Segments(s.Users)
	for r := range s.Users.Rules() {
		s.Measured[r] = s.Users.Tells(r)
	}
	return s, nil
}

// measureAs measures the users of the window in one way, by what from has already where that serves.
func (s *Snapshot) measureAs(ctx context.Context, source Case, from Snapshot, measuring analysis.MeasureOptions,
	progress model.Progress) (*analysis.Matrix, error) {
	whole := s.Window == (analysis.Window{})
	if whole && measuring == s.Whole.Measuring {
		return s.Whole, nil
	}
	for _, m := range []*analysis.Matrix{from.Base, from.Users} {
		switch known := m != nil && m.Measuring == measuring && from.Window == s.Window; {
		case known && from.At == s.At:
			return m, nil
		case known && whole:
			m, _, err := source.Refresh(ctx, m, from.At)
			return m, err
		}
	}
	return source.MatrixWith(ctx, measuring, s.Window, progress)
}

// upToDate measures the whole case, and says how far it had come by then. A matrix of an unknown place, as a load gives
// it, is taken only if every event of the case is in it.
func upToDate(ctx context.Context, source Case, from Snapshot, progress model.Progress) (
	store.Watermark, *analysis.Matrix, error) {
	if from.Users != nil {
		users, at, err := source.Refresh(ctx, from.Whole, from.At)
		return at, users, err
	}
	at, err := source.Watermark(ctx) // before the matrix is read: what comes in between is measured twice, and not never
	if err != nil || from.Whole != nil && Events(from.Whole) == at.Events {
		return at, from.Whole, err
	}
	users, err := source.MatrixWith(ctx, analysis.DefaultMeasureOptions(), analysis.Window{}, progress)
	if err != nil {
		return at, nil, err
	}
	at.Events = max(at.Events, Events(users)) // with those that came in between, which are on screen already
	return at, users, nil
}

// Events is how many events a matrix was measured by.
func Events(m *analysis.Matrix) (n int64) {
	for row := range m.Stats {
		n += int64(m.Stats[row].Events)
	}
	return n
}
