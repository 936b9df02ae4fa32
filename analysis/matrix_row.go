package analysis

// Measures gives back what was appended as a row.
func (m *Matrix) Measures(row int) Measures {
	v := Measures{
		Events: m.Events[row], RobotEvents: m.RobotEvents[row], Sessions: m.Sessions[row], Views: m.Views[row], Purchases: m.Purchases[row],
		First: m.First[row], Last: m.Last[row], Activity: m.Activity[row], TopMenuShare: m.TopMenuShare[row],
		VisitInterval: m.VisitInterval[row], FirstHalf: m.FirstHalf[row], SecondHalf: m.SecondHalf[row],
		Address: m.Address[row], Joined: m.Joined[row], Known: m.Known[row], Mismatches: m.mismatches(row), BothItems: m.BothItems[row], BothUnmet: m.BothUnmet[row],
		BurstKind: m.BurstKind[row], BurstAt: m.BurstAt[row],
	}
	for r := range Rules {
		v.Values[r] = Value{m.X[r][row], m.N[r][row]}
	}
	return v
}

// Stays reports whether a user without new events surely measures the same in another window. What depends on the window
// are the halves and the activity: they stay where no border between two parts of the window passes over the user's time.
func (m *Matrix) Stays(row int, window Window) bool {
	if window == m.Window {
		return true
	}
	first, last := m.First[row], m.Last[row]
	passes := func(before, after int64) bool { // a millisecond to either side, for the rounding
		return first <= max(before, after)+1 && last >= min(before, after)-1
	}
	for eighth := range int64(8) {
		if passes(m.Window.at(eighth), window.at(eighth)) {
			return false
		}
	}
	return !passes(m.Window.middle(m.Joined[row]), window.middle(m.Joined[row]))
}

// at is where an eighth of the window begins.
func (w Window) at(eighth int64) int64 { return w.From + (w.To-w.From)*eighth/8 }

// middle is where the halves meet that the sessions of a user are counted by.
func (w Window) middle(joined int64) int64 {
	from := min(max(w.From, joined), w.To)
	return from + (w.To-from)/2
}
