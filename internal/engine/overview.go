package engine

import (
	"cmp"
	"regexp"
	"strconv"
	"time"

	"spoor/store/model"
)

// Part is a part of an overview: what is counted, the most first.
type Part struct {
	Name string // statuses
	One  string // status
	Rows []PartRow
}

// PartRow is how much there was of one thing, and who had to do with it.
type PartRow struct {
	model.Usage
	Flagged  int
	From, To int64 // in the course of time: from when to before when, UTC milliseconds

	filter func(name string) string // nil in the course of time
}

// Filter lists the users of a row; it is empty in the course of time.
func (r *PartRow) Filter() string {
	if r.filter == nil {
		return ""
	}
	return r.filter(r.Name)
}

// Words name the row for people.
func (r *PartRow) Words(p *Part, zone *time.Location) string {
	switch {
	case p.Name == PartTime:
		return time.UnixMilli(r.From).In(zone).Format("2006-01-02 15:04")
	case p.Name == PartHours:
		hour, _ := strconv.Atoi(r.Name)
		return time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04")
	case r.Name == "":
		return "none"
	}
	return r.Name
}

// The parts of an overview that are read otherwise than the others.
const (
	PartTime  = "time"
	PartHours = "hours"
)

// parts are the parts of an overview behind the course of time, in their order.
var parts = []struct {
	name, one string
	usage     func(o *model.Overview) []model.Usage
	filter    func(name string) string
}{
	{"statuses", "status", func(o *model.Overview) []model.Usage { return o.Statuses },
		func(name string) string { return "event:{status == " + cmp.Or(name, "0") + "}" }},
	{"methods", "method", func(o *model.Overview) []model.Usage { return o.Actions },
		func(name string) string { return "event:{action == " + strconv.Quote(name) + "}" }},
	{"items", "item", func(o *model.Overview) []model.Usage { return o.Items },
		func(name string) string { return "item:" + quotedName(name) }},
	{"addresses", "address", func(o *model.Overview) []model.Usage { return o.Addresses },
		func(name string) string { return "event:{address == " + strconv.Quote(name) + "}" }},
	{"agents", "agent", func(o *model.Overview) []model.Usage { return o.Agents },
		func(name string) string { return "family:" + quotedName(name) }},
	{"referrers", "referring site", func(o *model.Overview) []model.Usage { return o.Referrers }, referrerFilter},
	{PartHours, "hour", func(o *model.Overview) []model.Usage { return o.Hours },
		func(name string) string { return "event:{hour == " + name + "}" }},
}

// quotedName is a name as a filter takes it, whatever is in it.
func quotedName(name string) string { return `"` + name + `"` }

// referrerFilter takes the users that came from a site.
func referrerFilter(site string) string {
	switch {
	case site == "":
		return `event:{referrer == ""}`
	case model.ReferringSite("http://"+site+"/") != site: // no host, but all of what the log says
		return "event:{referrer == " + strconv.Quote(site) + "}"
	}
	pattern := "(?i)^\\w+://" + regexp.QuoteMeta(site) + "([:/?#]|$)"
	return "event:{referrer matches " + strconv.Quote(pattern) + "}"
}

// Parts are the parts of an overview as the rules see it; time goes by the bucket, in the zone.
func (j *Judgement) Parts(o *model.Overview, by Bucket, zone *time.Location) []Part {
	flagged := j.Flagged()
	all := []Part{{PartTime, "time", courseOf(o, by, zone)}}
	for _, part := range parts {
		usage := part.usage(o)
		rows := make([]PartRow, len(usage))
		for i, u := range usage {
			rows[i] = PartRow{Usage: u, filter: part.filter}
			for _, user := range u.Users {
				if flagged.Has(user) {
					rows[i].Flagged++
				}
			}
		}
		all = append(all, Part{part.name, part.one, rows})
	}
	return all
}

// courseOf adds up the steps of an overview to buckets, in the order of time. Those in which nothing happened are left
// out.
func courseOf(o *model.Overview, by Bucket, zone *time.Location) (rows []PartRow) {
	end := int64(0)
	for i := range o.Steps {
		step, at := &o.Steps[i], max(o.From+int64(i)*o.Step, o.Window.From)
		if step.Events == 0 {
			continue
		}
		if len(rows) == 0 || at >= end {
			begin := by.Begin(at, zone)
			end = by.Next(begin, zone)
			rows = append(rows, PartRow{From: begin, To: end})
		}
		row := &rows[len(rows)-1]
		row.Events += step.Events
		row.Errors += step.Errors
		row.Bytes += step.Bytes
	}
	return rows
}
