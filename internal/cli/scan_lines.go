package cli

import (
	"context"
	"encoding/json"
	"net/netip"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/internal/clean"
)

// The kinds of lines that scan --lines prints.
const (
	linesECS  = "ecs"  // Elastic Common Schema 8.11
	linesOCSF = "ocsf" // Open Cybersecurity Schema Framework 1.3.0, class Detection Finding
)

// finding is a flagged user with what both kinds of lines say of it.
type finding struct {
	key         string
	ip          bool // the key is an address
	score       float64
	first, last int64    // UTC milliseconds
	rules       []string // that were hit, the most points first
	why         string   // a sentence a hit
	addresses   []string
	ruleSet     string
}

// printLines prints a line of JSON for each flagged user, the most suspicious first.
func (o *options) printLines(ctx context.Context, c openCase, j *judgement, kind string) error {
	addresses, err := j.addressesOf(ctx, c)
	if err != nil {
		return err
	}
	line := finding.ecs
	if kind == linesOCSF {
		line = finding.ocsf
	}
	out := json.NewEncoder(o.std.out)
	out.SetEscapeHTML(false)
	for _, row := range j.rows(false) {
		if err := out.Encode(line(j.finding(int(row), addresses[row]))); err != nil {
			return err
		}
	}
	o.warn(j)
	return nil
}

func (j *judgement) finding(row int, addresses []userAddress) finding {
	m := j.Matrix
	f := finding{key: m.Key[row], score: j.Now.Score[row], first: m.Stats[row].First, last: m.Stats[row].Last,
		ruleSet:   j.name(),
		addresses: []string{}}
	_, err := netip.ParseAddr(f.key)
	f.ip = err == nil
	var why []string
	for _, hit := range analysis.ByPoints(j.Hits(j.Now.Set, row)) {
		f.rules = append(f.rules, j.Matrix.Rule(hit.Rule).Name+"."+sideNames[hit.Side])
		why = append(why, clean.Text(j.Why(j.Now.Set, row, hit)))
	}
	f.why = strings.Join(why, "; ")
	for _, a := range addresses {
		f.addresses = append(f.addresses, a.Address)
	}
	return f
}

// object is a JSON object, whose names come out in order.
type object = map[string]any

// ecs is the finding as an alert of the Elastic Common Schema.
func (f finding) ecs() any {
	related := object{"ip": f.addresses}
	line := object{
		"@timestamp": instant(f.last, time.UTC),
		"ecs":        object{"version": "8.11.0"},
		"event": object{
			"kind": "alert", "category": []string{"web"}, "type": []string{"info"},
			"module": "spoor", "dataset": "spoor.flagged",
			"start": instant(f.first, time.UTC), "end": instant(f.last, time.UTC), "risk_score": f.score, "reason": f.why,
		},
		"rule":    object{"name": f.rules, "ruleset": f.ruleSet},
		"message": f.key + " is out of the ordinary: " + f.why,
		"related": related,
	}
	if f.ip {
		line["source"] = object{"ip": f.key}
	} else {
		line["user"] = object{"name": f.key}
		related["user"] = []string{f.key}
	}
	return line
}

// The severities of OCSF by score: a user is flagged from 25 on in the presets, and 100 is the most there is.
const (
	scoreHigh   = 70
	scoreMedium = 40
)

// ocsf is the finding as a Detection Finding (class 2004) of the Open Cybersecurity Schema Framework.
func (f finding) ocsf() any {
	severity, name := 2, "Low"
	switch {
	case f.score >= scoreHigh:
		severity, name = 4, "High"
	case f.score >= scoreMedium:
		severity, name = 3, "Medium"
	}
	return object{
		"class_uid": 2004, "class_name": "Detection Finding", "category_uid": 2, "category_name": "Findings",
		"activity_id": 1, "activity_name": "Create", "type_uid": 200401, "time": f.last,
		"severity_id": severity, "severity": name, "status_id": 1, "status": "New", "risk_score": int(f.score + 0.5),
		"message": f.key + " is out of the ordinary: " + f.why,
		"metadata": object{
			"version": "1.3.0", "product": object{"name": "spoor", "vendor_name": "spoor"},
		},
		"finding_info": object{
			"uid": "spoor:" + f.ruleSet + ":" + f.key, "title": "User out of the ordinary", "desc": f.why,
			"first_seen_time": f.first, "last_seen_time": f.last, "types": f.rules,
		},
		"evidences":   f.evidences(),
		"observables": f.observables(),
	}
}

func (f finding) evidences() []object {
	if f.ip {
		return []object{{"src_endpoint": object{"ip": f.key}}}
	}
	return []object{{"actor": object{"user": object{"name": f.key}}}}
}

// The kinds of observables of OCSF.
const (
	observableAddress = 2
	observableUser    = 4
)

func (f finding) observables() []object {
	list := []object{}
	if !f.ip {
		list = append(list, object{"name": "evidences.actor.user.name", "type_id": observableUser, "value": f.key})
	}
	for _, a := range f.addresses {
		list = append(list, object{"name": "evidences.src_endpoint.ip", "type_id": observableAddress, "value": a})
	}
	return list
}
