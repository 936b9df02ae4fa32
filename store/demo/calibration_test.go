package demo

import (
	"math"
	"slices"
	"testing"
	"time"
)

// figures are what the calibration knows of one user.
type figures struct {
	items, visits int
	session       float64 // mean, minutes
	reading       float64 // median, seconds; NaN below five readings
	deeper        float64 // share of the summaries whose detail was opened too; NaN below five
}

func figuresOf(events []seen) figures {
	var f figures
	var readings []float64
	summaries, details, others := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var reading *seen // the view that nothing but static files has followed yet
	for i := range events {
		e := &events[i]
		if i == 0 || e.at.Sub(events[i-1].at) > 30*time.Minute {
			f.visits++
			reading = nil
		} else {
			f.session += e.at.Sub(events[i-1].at).Minutes()
		}
		if e.static {
			continue
		}
		if reading != nil {
			readings = append(readings, e.at.Sub(reading.at).Seconds())
		}
		reading = nil
		if e.posting != "" || e.application != "" {
			reading = e
		}
		switch {
		case e.application != "":
			others["apply/"+e.application] = true
		case e.detail:
			details[e.posting] = true
		case e.posting != "":
			summaries[e.posting] = true
		}
	}
	f.session /= float64(f.visits)
	f.reading = math.NaN()
	if len(readings) >= 5 {
		slices.Sort(readings)
		f.reading = (readings[(len(readings)-1)/2] + readings[len(readings)/2]) / 2
	}
	both := 0
	for posting := range details {
		if summaries[posting] {
			both++
		}
	}
	f.items = len(summaries) + len(details) - both + len(others)
	f.deeper = math.NaN()
	if len(summaries) >= 5 {
		f.deeper = float64(both) / float64(len(summaries))
	}
	return f
}

// TestCalibration compares the default site with the figures that the paper gives for a real one: the average, and where the
// highest tenth of the users begins. Four seeds together, since a few people who leave a page open for days decide the average
// session. The tolerances are wider than the seeds differ and narrower than any behaviour could be left out.
func TestCalibration(t *testing.T) {
	var items, visits, session, reading, deeper []float64
	for seed := range uint64(4) {
		site := Default()
		site.Seed = seed + 1
		for _, events := range readLog(t, site) {
			f := figuresOf(events)
			items, visits, session = append(items, float64(f.items)), append(visits, float64(f.visits)), append(session, f.session)
			if !math.IsNaN(f.reading) {
				reading = append(reading, f.reading)
			}
			if !math.IsNaN(f.deeper) {
				deeper = append(deeper, f.deeper)
			}
		}
	}
	for _, c := range []struct {
		name                      string
		values                    []float64
		mean, tolerance           float64
		lowTenth                  float64 // its highest value, at most
		highTenth, highestAtLeast float64 // where it begins, within 30 %, and where it ends
	}{
		{"content usage, items", items, 11.35, 0.6, 2, 15, 150},
		{"visits", visits, 3.84, 0.3, 1, 17, 50},
		{"session, min", session, 16.69, 2.5, 1, 18, 5000},
		{"reading, s", reading, 36.4, 2, 24, 59, 200},
		{"deeper, share of summaries", deeper, 0.1922, 0.02, 0, 0.45, 0.9},
	} {
		slices.Sort(c.values)
		tenth := (len(c.values) + 9) / 10
		low, high, highest := c.values[tenth-1], c.values[len(c.values)-tenth], c.values[len(c.values)-1]
		sum := 0.0
		for _, value := range c.values {
			sum += value
		}
		mean := sum / float64(len(c.values))
		t.Logf("%s: mean %.3f, lower tenth to %.2f, upper tenth %.2f to %.1f, of %d users", c.name, mean, low, high, highest, len(c.values))
		if math.Abs(mean-c.mean) > c.tolerance {
			t.Errorf("%s: mean %.3f, want %.3f", c.name, mean, c.mean)
		}
		if low > c.lowTenth || math.Abs(high-c.highTenth) > 0.3*c.highTenth || highest < c.highestAtLeast {
			t.Errorf("%s: lower tenth to %.2f, upper tenth %.2f to %.2f", c.name, low, high, highest)
		}
	}
}
