package analysis

// RuleID is the index of a rule in Rules and in every array and bit set by rule.
type RuleID int

// The rules, in the order in which they are shown.
const (
	ReadingTime RuleID = iota
	VisitFrequency
	SessionTime
	ContentUsage
	MenuUsage

	// RuleCount is the number of rules.
	RuleCount = iota
)

// Rules describes every rule.
var Rules = [RuleCount]Rule{
	ReadingTime:    readingTime,
	VisitFrequency: visitFrequency,
	SessionTime:    sessionTime,
	ContentUsage:   contentUsage,
	MenuUsage:      menuUsage,
}

// Rule is a metric and how it is judged. Bounds and weights are the matter of a RuleSet.
type Rule struct {
	Name     string // as in rule sets: "reading-time"
	Title    string // as in sentences: "reading time"
	Unit     Unit   // of the metric
	Family   Family // rules of one family tell of one phenomenon
	Alone    bool   // a hit is evidence without a hit of another family
	Least    int32  // observations that a user must have, or the metric is not evaluable
	Observed Noun   // what an observation is
	Over     Noun   // what observations are called after a value, "over 143 views"; nothing if the value is their number
	Less     string // the word for the low side, as in "shorter than"
	More     string // the word for the high side

	measure func(*Measurer) Value           // X need not be good for anything with fewer than Least observations
	beside  func(m *Matrix, row int) string // shown beside the value; nil for nothing
}

// String is the name of the rule.
func (r RuleID) String() string { return Rules[r].Name }

// Family groups rules that tell of one phenomenon: many hits of one family count little more than one.
type Family uint8

// The families of rules.
const (
	Tempo Family = iota
	Volume

	familyCount = iota
)

var familyNames = [familyCount]string{Tempo: "tempo", Volume: "volume"}

// String is the name of the family.
func (f Family) String() string { return familyNames[f] }

// Value is a metric of one user.
type Value struct {
	X float64 // in the rule's unit; NaN: not evaluable
	N int32   // the observations that it rests on
}
