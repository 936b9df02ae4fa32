package demo

import "fmt"

// world is the site before anything happens on it in a period.
type world struct {
	Site
	period   int // how many came before
	postings []posting
	pools    map[background]*pools
	people   []*person      // who come in the period
	accounts map[string]int // of everybody until now: how often each has been asked for
	known    int            // how many people have ever come
}

func (s Site) newWorld() (*world, error) {
	if s.Users < 1 || s.Postings < 1 || s.Days < 1 {
		return nil, fmt.Errorf("a site needs users, postings and days: not %d, %d and %d", s.Users, s.Postings, s.Days)
	}
	w := &world{Site: s, pools: map[background]*pools{}, accounts: map[string]int{}}
	w.postings = newPostings(w.stream(catalogueStream, 0), s.Postings)
	if s.Before != nil {
		earlier := *s.Before
		earlier.Seed, earlier.Misuse = s.Seed, true
		before, err := earlier.newWorld()
		if err != nil {
			return nil, err
		}
		w.follow(before)
	}
	w.people = append(w.people, w.newcomers(s.Users-len(w.people))...)
	w.leaveOpen()
	if !s.Misuse {
		w.forbidMisuse()
	}
	return w, nil
}

// span is the whole time of the period in UTC milliseconds.
func (s Site) span() (from, until int64) {
	return s.Start.UnixMilli(), s.Start.AddDate(0, 0, s.Days).UnixMilli()
}

// months says how long the period is beside the month that the habits of people are told for.
func (s Site) months() float64 { return float64(s.Days) / daysOfMonth }

// purpose keeps the random numbers for different ends apart, so that more of one leave the others as they are.
type purpose uint64

const (
	catalogueStream purpose = iota
	newcomerStream          // of each period
	returnStream            // of each period
	robotStream             // of each period
	characterStream         // of each person
	devicesStream           // of each person
	presenceStream          // of each person in each period
	lifeStream              // of each person in each period
)

// stream gives the random numbers for what is the same in every period.
func (s Site) stream(p purpose, number int) draws {
	return newDraws(s.Seed, uint64(p)<<56|uint64(number))
}

// periodStream gives the random numbers for what differs between the periods.
func (w *world) periodStream(p purpose, number int) draws { return w.stream(p, w.period<<40|number) }
