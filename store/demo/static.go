package demo

import "net/http"

// fetchStatic gets what the page that is open shows and the device has not cached yet: the files of every page, and on
// a detail or a group's page its logo. Time doesn't pass meanwhile: the person already reads.
func (v *visit) fetchStatic() {
	moment := v.now
	fetch := func(p page, status int16) {
		moment += int64(v.within(40, 400))
		r := request{at: moment, client: v.device.client, page: p, from: v.on, status: status}
		if status == http.StatusOK {
			r.bytes = p.size()
		}
		v.requests = append(v.requests, r)
	}
	known := v.device.cached[page{kind: asset}]
	for i := range assets {
		switch file := (page{asset, int32(i)}); {
		case !known:
			fetch(file, http.StatusOK)
			v.device.cached[file] = true
		case v.asksAgain:
			fetch(file, http.StatusNotModified)
		}
	}
	v.asksAgain = false
	if !known && v.chance(asksForIcon) {
		fetch(page{kind: favicon}, http.StatusNotFound)
	}
	switch v.on.kind {
	case detail, company:
		of := page{logo, v.on.number}
		if v.on.kind == detail {
			of.number /= postingsOfCompany
		}
		if !v.device.cached[of] {
			fetch(of, http.StatusOK)
			v.device.cached[of] = true
		}
		fallthrough
	case summary:
		v.device.cached[v.on] = true
	}
}
