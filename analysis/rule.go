package analysis

import (
	"math"
	"strconv"

	"spoor/analysis/units"
)

// RuleID is the index of a rule in every array and set by rule: a built-in one's in Rules, from RuleCount on that of a
// rule of one's own, whose meaning follows from the OwnRules at hand.
type RuleID int

// The rules, in the order in which they are shown.
const (
	ReadingTime RuleID = iota
	VisitFrequency
	SessionTime
	ContentUsage
	MenuUsage
	MenuFocus
	ProfileMismatch
	ContentDepth
	DirectDetail
	ContentOrder
	Burst
	Probing
	RarePaths
	BarePages
	FastReading
	Metronome
	Schedule
	RoundTheClock
	Enumeration
	Harvest
	Sharing
	AccountSwitching
	SharedSource
	LoginGuessing
	LoginAbuse
	NonBrowser
	ChangedHours
	ChangedDevices
	UsageFall

	// RuleCount is the number of built-in rules.
	RuleCount = iota
	// MostRules is how many rules there can be with those of one's own.
	MostRules = RuleCount + MostOwnRules
)

// Rules describes every built-in rule; see OwnRules for all.
var Rules = [RuleCount]Rule{
	ReadingTime:      readingTime,
	VisitFrequency:   visitFrequency,
	SessionTime:      sessionTime,
	ContentUsage:     contentUsage,
	MenuUsage:        menuUsage,
	MenuFocus:        menuFocus,
	ProfileMismatch:  profileMismatch,
	ContentDepth:     contentDepth,
	DirectDetail:     directDetail,
	ContentOrder:     contentOrder,
	Burst:            burst,
	Probing:          probing,
	RarePaths:        rarePaths,
	BarePages:        barePages,
	FastReading:      fastReading,
	Metronome:        metronome,
	Schedule:         schedule,
	RoundTheClock:    roundTheClock,
	Enumeration:      enumeration,
	Harvest:          harvest,
	Sharing:          sharing,
	AccountSwitching: accountSwitching,
	SharedSource:     sharedSource,
	LoginGuessing:    loginGuessing,
	LoginAbuse:       loginAbuse,
	NonBrowser:       nonBrowser,
	ChangedHours:     changedHours,
	ChangedDevices:   changedDevices,
	UsageFall:        usageFall,
}

// Rule is a metric and how it is judged. Bounds and weights are the matter of a RuleSet.
type Rule struct {
	Name     string     // as in rule sets: "reading-time"
	Title    string     // as in sentences: "reading time"
	Unit     units.Unit // of the metric
	Family   Family     // rules of one family tell of one phenomenon
	Alone    bool       // a hit is evidence without a hit of another family
	Grows    bool       // the value grows with how much a user does, so that a hit of Volume says nothing more
	Kind     Kind       // how it is judged
	HighOnly bool       // the low side is nothing to wonder at
	Scales   bool       // the metric grows with the window, so that only windows of one length can be compared
	Sessions bool       // the metric rests on where sessions end, so that only those of one timeout can be compared
	Least    int32      // observations that a user must have, or the metric is not evaluable
	Observed units.Noun // what an observation is
	From     float64    // the smallest value that anybody can have
	Over     units.Noun // what they are called after a value, "over 143 views"; nothing if the value is their number
	Less     string     // the word for the low side, as in "shorter than"
	More     string     // the word for the high side

	// Of a Threshold:
	Usual  float64 // the threshold, unless the rule set says otherwise
	Beyond bool    // a hit lies above the threshold, not at it
	Cases  float64 // observations that must speak against the user: the value, a share of them, times their number
	// Rarer is the quantile of the ordinary users, where there are enough of them, that a hit must also lie above; 0:
	// need not.
	Rarer  float64
	exempt func(m *Matrix, row int) bool // who need not lie above it; may be nil

	// Compared says that a hit tells something only beside ordinary users, so that nobody hits where too few are known;
	// nor does it tell who is ordinary.
	Compared bool

	// ofSessions says that what is measured follows from where sessions end, and must be measured anew where they end
	// otherwise.
	ofSessions bool
	// measure is nil for what only all users together tell: see [AddressIndex]; and for what only a comparison tells. X
	// need not be good for anything with fewer than Least observations.
	measure func(*Measurer) Value
	compare func(o *ordinary, m *Matrix, row int) Value // the value, where it rests on what is ordinary; else nil
	beside  func(m *Matrix, row int) string             // shown beside the value; nil for nothing
	// evidence adds the events that prove a hit; nil: none does.
	evidence func(m *Measurer, profile *Profile, add func(event int))
	missing  func(m *Matrix, row int) string // why there is no value but that observations are too few; nil: only that
}

// Kind says how a metric is judged.
type Kind uint8

// The kinds of rules.
const (
	Band      Kind = iota // by where the ordinary users lie
	Threshold             // by a number that holds on any site
	Either                // by each of its bounds as it is given: a percentile as a Band, a number as a Threshold
)

// transform makes of the metric what distances are measured in: shares as they are, everything else by its magnitude.
func (r *Rule) transform(x float64) float64 {
	if r.Unit == units.Share || r.Unit == units.Odds {
		return x
	}
	return math.Log1p(x)
}

// untransform is the value of which transform makes y.
func (r *Rule) untransform(y float64) float64 {
	if r.Unit == units.Share || r.Unit == units.Odds {
		return y
	}
	return math.Expm1(y)
}

// most is the value beyond which a hit of a Threshold weighs no more: all there is of a share, else twice the
// threshold.
func (r *Rule) most(threshold float64) float64 {
	if r.Unit == units.Share {
		return 1
	}
	return 2 * threshold
}

// String is the name of a built-in rule.
func (r RuleID) String() string {
	if r >= RuleCount {
		return "own rule " + strconv.Itoa(int(r-RuleCount+1)) // see OwnRules.Rule
	}
	return Rules[r].Name
}

// Family groups rules that tell of one phenomenon: many hits of one family count little more than one.
type Family uint8

// The families of rules.
const (
	Tempo Family = iota
	Volume
	Semantic
	Identity
	ClientSide
	Refusals
	Rarity

	familyCount = iota
)

var familyNames = [familyCount]string{Tempo: "tempo", Volume: "volume", Semantic: "semantic", Identity: "identity",
	ClientSide: "client", Refusals: "refused", Rarity: "rare"}

// String is the name of the family.
func (f Family) String() string { return familyNames[f] }

// Value is a metric of one user.
type Value struct {
	X float64 // in the rule's unit; NaN: not evaluable
	N int32   // the observations that it rests on
}
