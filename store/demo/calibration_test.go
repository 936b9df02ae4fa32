package demo

import (
	"bytes"
	"encoding/csv"
	"io"
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

// ordinarySize is a site that is large enough to be compared with the figures of the whole, and made in a moment.
func ordinarySize() Site {
	site := Default()
	site.Users = 3000
	return site
}

// published is a figure of a real site: the average over its users, and where the highest tenth of them begins.
type published struct {
	name            string
	mean, tolerance float64
	highTenth       float64 // within 30 %; 0 where nothing was published
}

// compare reports where the values of the made-up users are off.
func (p published) compare(t *testing.T, values []float64) {
	t.Helper()
	slices.Sort(values)
	tenth := (len(values) + 9) / 10
	high, sum := values[len(values)-tenth], 0.0
	for _, value := range values {
		sum += value
	}
	mean := sum / float64(len(values))
	t.Logf("%s: mean %.4f, lower tenth to %.2f, upper tenth %.2f to %.1f, of %d users", p.name, mean, values[tenth-1],
		high, values[len(values)-1], len(values))
	if math.Abs(mean-p.mean) > p.tolerance {
		t.Errorf("%s: mean %.4f, want %.4f", p.name, mean, p.mean)
	}
	if p.highTenth > 0 && math.Abs(high-p.highTenth) > 0.3*p.highTenth {
		t.Errorf("%s: upper tenth from %.2f, want %.2f", p.name, high, p.highTenth)
	}
}

// TestCalibration compares the site with the published figures. Three seeds together; the tolerances are wider than the
// seeds differ and narrower than any behaviour could be left out. (Reading times were published as 36.4 s on average
// with a highest tenth from 81 s on, which no smooth distribution has at once; the average was chosen.)
func TestCalibration(t *testing.T) {
	var items, visits, session, reading, deeper, major, education, both []float64
	for seed := range uint64(3) {
		site := ordinarySize()
		site.Seed = seed + 1
		requirements, profiles := tables(t, site)
		for user, events := range readLog(t, site) {
			f := figuresOf(events)
			items, visits, session = append(items, float64(f.items)), append(visits, float64(f.visits)),
				append(session, f.session)
			reading, deeper = appendKnown(reading, f.reading), appendKnown(deeper, f.deeper)
			m := mismatchOf(events, profiles[user], requirements)
			major, education, both = appendKnown(major, m.major), appendKnown(education, m.education), appendKnown(both, m.both)
		}
	}
	published{"content usage, items", 11.35, 0.6, 15}.compare(t, items)
	published{"visits", 3.84, 0.3, 17}.compare(t, visits)
	published{"session, min", 16.69, 1.5, 18}.compare(t, session)
	published{"reading, s", 36.4, 2, 0}.compare(t, reading)
	published{"deeper, share of summaries", 0.1922, 0.015, 0}.compare(t, deeper)
	published{"major not met, share of items", 0.1170, 0.012, 0}.compare(t, major)
	published{"education not met, share of items", 0.1350, 0.012, 0}.compare(t, education)
	published{"neither met, share of items", 0.0248, 0.006, 0}.compare(t, both)
}

func appendKnown(values []float64, value float64) []float64 {
	if math.IsNaN(value) {
		return values
	}
	return append(values, value)
}

// mismatch is what share of the items a user looked at the profile does not meet: of those where both say something,
// and NaN if there are none.
type mismatch struct{ major, education, both float64 }

func mismatchOf(events []seen, profile map[string]string, requirements map[string]map[string]string) mismatch {
	var majors, educations, both struct{ known, unmet float64 }
	seen := map[string]bool{}
	for _, e := range events {
		if e.posting == "" || seen[e.posting] {
			continue
		}
		seen[e.posting] = true
		asked := requirements[e.posting]
		majorKnown := profile["major"] != "" && asked["major"] != ""
		educationKnown := profile["education"] != "" && asked["education"] != ""
		otherMajor := profile["major"] != asked["major"]
		tooLow := slices.Index(educationOrder, profile["education"]) < slices.Index(educationOrder, asked["education"])
		count := func(of *struct{ known, unmet float64 }, known, unmet bool) {
			if known {
				of.known++
			}
			if known && unmet {
				of.unmet++
			}
		}
		count(&majors, majorKnown, otherMajor)
		count(&educations, educationKnown, tooLow)
		count(&both, majorKnown && educationKnown, otherMajor && tooLow)
	}
	return mismatch{majors.unmet / majors.known, educations.unmet / educations.known, both.unmet / both.known}
}

var educationOrder = []string{"none", "highschool", "associate", "bachelor", "master", "doctor"}

// tables returns the rows of the catalogue and of the profiles by their first column.
func tables(t *testing.T, site Site) (catalogue, profiles map[string]map[string]string) {
	t.Helper()
	w := worldOf(t, site)
	read := func(write func(io.Writer) error) map[string]map[string]string {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		table := map[string]map[string]string{}
		for _, row := range rows[1:] {
			named := map[string]string{}
			for i, name := range rows[0] {
				named[name] = row[i]
			}
			table[row[0]] = named
		}
		return table
	}
	return read(w.writeCatalogue), read(w.writeProfiles)
}
