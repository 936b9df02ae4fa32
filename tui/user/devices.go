package user

import (
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/term"
)

// deviceStyles tell the first devices apart; later ones begin again, and have their letters.
var deviceStyles = [...]term.Style{term.First, term.Second, term.Third, term.Fourth}

func deviceStyle(number int) term.Style { return deviceStyles[number%len(deviceStyles)] }

// drawDevice writes the letter of the device that an event came from.
func drawDevice(p term.Pen, devices *engine.Devices, client *model.Client) {
	if number, ok := devices.Number(client); ok {
		p.Own(deviceStyle(number), engine.DeviceLetter(number))
	}
}

// drawDevices writes where events came from: of one device its address and agent, of several how many, each with its
// letter and how many events it has; the agents where there is room for all, and of the devices as many as there is
// room for.
func drawDevices(p term.Pen, devices *engine.Devices, uses []engine.DeviceUse) {
	agents, several, more := true, len(uses) > 1, ""
	if several {
		p.Own(term.Strong, term.Count(len(uses))+" devices")
		p.Gap(2)
		agents = p.Left()/len(uses) >= roomyDevice
	}
	most := max((p.Left()-len("  +99"))/(leastDevice+2), 1)
	if several && p.Left()/len(uses) < leastDevice && most < len(uses) {
		uses, more = uses[:most], "  +"+term.Count(len(uses)-most)
	}
	for i, use := range uses {
		if i > 0 {
			p.Gap(2)
		}
		drawDeviceUse(p.Within((p.Left()-len(more)-2*(len(uses)-i-1))/(len(uses)-i)), devices, use, several, agents)
	}
	p.Own(term.Dim, more)
}

// leastDevice is how wide a device must be for its letter, an address and how many events it has.
const leastDevice = 21

// roomyDevice is how wide a device must be for its agent to say something beside its address.
const roomyDevice = 36

func drawDeviceUse(p term.Pen, devices *engine.Devices, use engine.DeviceUse, several, agent bool) {
	if len(devices.Clients) > 1 {
		p.Own(deviceStyle(use.Number), engine.DeviceLetter(use.Number)+" ")
	}
	p.Data(term.Plain, use.Address)
	if several {
		p.Own(term.Dim, " "+term.Count(use.Events)+"×")
	}
	if agent && use.Agent != "" {
		p.Gap(1)
		p.Data(term.Dim, use.Agent)
	}
}

// drawDeviceLetters writes the letters of devices.
func drawDeviceLetters(p term.Pen, uses []engine.DeviceUse) {
	for _, use := range uses {
		p.Own(deviceStyle(use.Number), engine.DeviceLetter(use.Number))
	}
}
