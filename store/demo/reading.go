package demo

import "time"

// pace is how long a person stays on a page.
type pace struct {
	reading float64 // median of the reading times in seconds
	spread  float64 // of a reading time, on the logarithm
	machine bool    // a program: reading is the mean, spread the share by which it varies, and nothing distracts it
}

const (
	readingMedian      = 28.45
	readingPeople      = 0.36 // how much people differ, on the logarithm
	readingViews       = 0.75 // how much the views of one person differ
	distracted         = 0.065
	distractedMedian   = 540.0
	distractedSpread   = 0.6
	longestReading     = 1750.0 // seconds, so that a visit stays one session
	navigationMedian   = 11.0
	navigationSpread   = 0.8
	applicationMedian  = 60.0
	applicationSpread  = 0.5
	shortestMachineGap = 0.2
)

func drawPace(d draws) pace {
	return pace{reading: d.logNormal(readingMedian, readingPeople), spread: readingViews}
}

// read draws the time on a posting.
func (p pace) read(d draws) time.Duration {
	if p.machine {
		return seconds(max(p.reading*(1+p.spread*d.NormFloat64()), shortestMachineGap))
	}
	if d.chance(distracted) {
		return seconds(min(d.logNormal(distractedMedian, distractedSpread), longestReading))
	}
	return seconds(min(d.logNormal(p.reading, p.spread), longestReading))
}

// navigate draws the time on a page that only leads to others.
func (p pace) navigate(d draws) time.Duration {
	if p.machine {
		return p.read(d)
	}
	return seconds(min(d.logNormal(navigationMedian, navigationSpread), longestReading))
}

// fillIn draws the time on an application form.
func (p pace) fillIn(d draws) time.Duration {
	if p.machine {
		return p.read(d)
	}
	return seconds(min(d.logNormal(applicationMedian, applicationSpread), longestReading))
}

func seconds(x float64) time.Duration { return time.Duration(x * float64(time.Second)) }
