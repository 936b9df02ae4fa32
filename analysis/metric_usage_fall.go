package analysis

import "spoor/analysis/units"

var usageFall = Rule{
	Name: "usage-fall", Title: "fall of usage after joining", Unit: units.Share, Family: Volume,
	Kind: Threshold, HighOnly: true, Usual: 0.9,
	Least: 20, Observed: units.ViewNoun, Over: units.ViewNoun,
	More:    "more",
	measure: measureUsageFall,
	beside:  besideUsageFall,
}

// measureUsageFall is the share by which the views fell from the first half of the window, or of the part of it since
// the user joined, to the second; 0 if they did not fall. The middle belongs to the second half.
func measureUsageFall(m *Measurer) Value {
	middle := m.window.middle(m.joined)
	first := 0
	for first < len(m.views) && m.view(first).Time < middle {
		first++
	}
	if first == 0 {
		return Value{0, int32(len(m.views))}
	}
	return Value{max(0, 1-float64(len(m.views)-first)/float64(first)), int32(len(m.views))}
}

// besideUsageFall says what is compared.
func besideUsageFall(m *Matrix, row int) string {
	return "from the first half of " + timeOf(m, row) + " to the second"
}

func timeOf(m *Matrix, row int) string {
	if m.Stats[row].Joined > m.Window.From {
		return "the time since joining"
	}
	return "the time looked at"
}
