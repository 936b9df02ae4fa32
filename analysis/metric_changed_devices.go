package analysis

import (
	"spoor/analysis/stats"
	"spoor/analysis/units"
)

var sessionsOnDevices = units.NewNoun("session on a known device", "sessions on known devices")

var changedDevices = Rule{
	Name: "changed-devices", Title: "change of devices and networks", Unit: units.Odds, Family: ClientSide,
	Grows: true, Kind: Threshold, HighOnly: true, Usual: 1,
	Least: changeLeast, Observed: sessionsOnDevices, Over: sessionsOnDevices,
	More:       "more",
	ofSessions: true,
	measure:    measureChangedDevices,
	evidence:   changedDevicesEvidence,
	missing:    missingAccountHistory,
}

// measureChangedDevices is the logarithm of the odds that an account was used on other devices (network and family of
// agents) from some time on than before, by the device on which each session begins. One more device than there are
// could have been used, too.
func measureChangedDevices(m *Measurer) Value {
	odds, _ := m.splitDevices()
	return Value{odds, int32(len(m.observed))}
}

// splitDevices finds the first event of the session from which on the devices are others.
func (m *Measurer) splitDevices() (odds float64, event int) {
	m.observed, m.observedAt = m.observed[:0], m.observedAt[:0]
	if m.address {
		return 0, -1
	}
	m.seen.Clear()
	devices := 0
	for _, start := range m.starts {
		device := stats.At(m.knowledge.Devices, m.events[start].Client)
		if device == 0 {
			continue
		}
		number := m.seen.Place(device, devices)
		devices = max(devices, number+1)
		m.observed, m.observedAt = append(m.observed, int32(number)), append(m.observedAt, int32(start))
	}
	return m.splitObserved(devices+1, changePrior)
}

// changedDevicesEvidence finds the events of the first day on other devices.
func changedDevicesEvidence(m *Measurer, _ *Profile, add func(event int)) {
	_, event := m.splitDevices()
	m.addDayFrom(event, add)
}

// missingAccountHistory says why nothing is known of the devices of a user.
func missingAccountHistory(m *Matrix, row int) string {
	if m.Stats[row].Address {
		return "no account"
	}
	if m.N[ChangedDevices][row] == 0 {
		return "no known device"
	}
	return ""
}
