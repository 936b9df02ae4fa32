package analysis

// BurstKind says of what there was too much at a time.
type BurstKind uint8

// The kinds of bursts.
const (
	NoBurst BurstKind = iota
	ManyItems
	SameRequest
	ManyRefused
)

// Burst is the fullest that any bucket got.
type Burst struct {
	Kind  BurstKind
	Level float64
	At    int64 // UTC milliseconds
}

// MeasureAddress measures the bursts of one address by the events of all of its users, in time order.
func (m *Measurer) MeasureAddress(events []Event) Burst { return Burst{} }
