package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"spoor/analysis/web"
)

// crowd makes users up: ordinary ones, hasty readers of everything, slow ones, declared robots, and some with few
// events.
func crowd(random *rand.Rand, size int) []*refUser {
	users := make([]*refUser, size)
	for i := range users {
		u := &refUser{key: string(rune('a'+i%26)) + time.Duration(i).String()}
		length, pause, robot, machine := random.IntN(25), 60_000.0, false, false
		switch random.IntN(30) {
		case 0:
			length, pause = 100+random.IntN(200), 800
		case 1, 2:
			pause = 1_200_000
		case 3, 4, 5:
			robot = true
		case 6:
			length, machine = 60, true
		}
		client, bare := 1+random.Int32N(3), random.IntN(5) == 0
		now := random.Int64N(day)
		for range 1 + length {
			e := web.Event{Time: now, Item: int32(random.IntN(4 + length)), Menu: int32(random.IntN(5)) - 1}
			switch random.IntN(10) {
			case 0:
				if !bare && !machine {
					e.Traits = web.Static
				}
			case 1:
				e.Traits = web.Logout
			case 2, 3:
			default:
				e.Traits = web.View
			}
			if robot && random.IntN(3) > 0 {
				e.Traits |= web.Robot
			}
			if random.IntN(5) == 0 {
				e.Traits |= web.ClientErrors
			}
			e.Level = web.Level(random.IntN(3))
			e.Request = e.Item + 1
			if machine {
				e.Request = 1 + int32(len(u.events)*6)
			}
			if random.IntN(4) == 0 {
				client = random.Int32N(4)
			}
			e.Client = client
			e.Traits |= [...]web.Traits{0, 0, 0, web.LoginFailed, web.LoginFailed, web.LoginFailed,
				web.LoginPassed, web.Click}[random.IntN(8)]
			if !bare || random.IntN(20) == 0 {
				e.Traits |= web.Referred
			}
			u.events = append(u.events, e)
			if machine {
				now += 7_000 + 1_000*random.Int64N(random.Int64N(3)+1)
				continue
			}
			if random.IntN(10) == 0 {
				now += 1_800_000 + random.Int64N(3) - 1 // about the timeout
			} else if random.IntN(4) > 0 {
				now += int64(random.ExpFloat64()*pause/1000) * 1000
			}
		}
		if u.has = refProfile(random); random.IntN(10) > 0 {
			lookForWhatFits(random, u)
		}
		users[i] = u
	}
	slices.SortFunc(users, func(a, b *refUser) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	return users
}

func crowdMatrix(users []*refUser) *Matrix {
	window := Window{math.MaxInt64, 0}
	for _, u := range users {
		window.From, window.To = min(window.From, u.events[0].Time), max(window.To, u.events[len(u.events)-1].Time)
	}
	m := NewMatrix(len(users))
	m.Window, m.Timeout = window, 30*time.Minute
	knowledge := refKnowledge()
	m.Background = knowledge.Capabilities()
	measurer := NewMeasurer(sessionsOf(m.Timeout), window, knowledge)
	for i, u := range users {
		m.Append(UserNumber(i), u.key, measurer.Measure(u.events, Profile{Has: u.has}))
	}
	return m
}

// lookForWhatFits has a user turn away from most items that ask for what the profile does not have.
func lookForWhatFits(random *rand.Rand, u *refUser) {
	for i := range u.events {
		for range 3 {
			entry := refCatalogue[fmt.Sprintf("i%d", u.events[i].Item)]
			for r, have := range u.has {
				if need := entry[refRequirements[r].Item]; need != "" && have != "" &&
					!refMeets(refRequirements[r], have, need) {
					u.events[i].Item = random.Int32N(40)
					break
				}
			}
		}
	}
}
