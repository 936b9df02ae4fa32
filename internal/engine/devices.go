package engine

import "spoor/store/model"

// Devices tell apart where the events of one user came from: each pair of address and agent is a device, and has a
// letter, in the order in which the devices first came.
type Devices struct {
	Clients []*model.Client // by number

	byClient  map[model.Client]int
	byPointer map[*model.Client]int // events of one client mostly share it
}

// DevicesOf are those that a user came with.
func DevicesOf(track *model.Track) *Devices {
	d := &Devices{byClient: map[model.Client]int{}, byPointer: map[*model.Client]int{}}
	for i := range track.Events {
		d.add(track.Events[i].Client)
	}
	return d
}

func (d *Devices) add(client *model.Client) {
	if _, known := d.byPointer[client]; client == nil || known {
		return
	}
	number, known := d.byClient[*client]
	if !known {
		number = len(d.Clients)
		d.Clients = append(d.Clients, client)
		d.byClient[*client] = number
	}
	d.byPointer[client] = number
}

// Number is the number of a device, from 0; not ok where the log does not tell.
func (d *Devices) Number(client *model.Client) (number int, ok bool) {
	if client == nil {
		return 0, false
	}
	if number, ok = d.byPointer[client]; !ok {
		number, ok = d.byClient[*client]
	}
	return number, ok
}

// Letter is the letter of a device: A to Z, then AA. It is nothing where the log does not tell.
func (d *Devices) Letter(client *model.Client) string {
	number, ok := d.Number(client)
	if !ok {
		return ""
	}
	return DeviceLetter(number)
}

// DeviceLetter is the letter of the device of a number: A to Z, then AA to AZ, BA and so on.
func DeviceLetter(number int) string {
	letter := string(rune('A' + number%26))
	if number < 26 {
		return letter
	}
	return DeviceLetter(number/26-1) + letter
}

// DeviceUse is how much of a stretch of events came from a device.
type DeviceUse struct {
	*model.Client
	Number, Events int
}

// In are the devices that events came from, in the order in which they first came among them.
func (d *Devices) In(events []model.Event) []DeviceUse {
	var uses []DeviceUse
	place := map[int]int{}
	for i := range events {
		number, ok := d.Number(events[i].Client)
		if !ok {
			continue
		}
		at, seen := place[number]
		if !seen {
			at = len(uses)
			place[number] = at
			uses = append(uses, DeviceUse{d.Clients[number], number, 0})
		}
		uses[at].Events++
	}
	return uses
}

// DeviceLetters are the letters of devices in a line: "A B".
func DeviceLetters(uses []DeviceUse) string {
	letters := ""
	for i, use := range uses {
		if i > 0 {
			letters += " "
		}
		letters += DeviceLetter(use.Number)
	}
	return letters
}
