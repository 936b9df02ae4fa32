package analysis

// Mismatch compares what a profile has with what the distinct items viewed ask for, of one requirement.
type Mismatch struct {
	Items    int32   // that ask for anything; 0 if the profile says nothing
	Unmet    int32   // that ask for what the profile does not meet
	Over     int32   // that ask for less than the profile has; 0 for a requirement without an order
	Expected float64 // how many would be unmet if the profile did not matter: Items times the share of the catalogue that is unmet
}
