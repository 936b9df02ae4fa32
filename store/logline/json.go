package logline

import "bytes"

// field is something that an event says and a JSON log has a name for.
type field uint8

const (
	userField field = iota
	clientField
	agentField
	referrerField
	timeField
	eventField
	itemField
	menuField
	methodField
	targetField
	requestField
	statusField
	sizeField

	fieldCount
)

// fieldNames are the names that a field goes by, the one to prefer first. They are compared in lower case and
// without _ and -, so user_id is also userId, USER-ID and userid.
var fieldNames = [fieldCount][]string{
	userField:     {"user", "userid", "uid", "username", "account", "accountid", "login", "member", "memberid", "customer", "customerid", "remoteuser"},
	clientField:   {"ip", "client", "clientip", "remoteaddr", "remoteip", "ipaddress", "clientaddr"},
	agentField:    {"agent", "useragent", "httpuseragent"},
	referrerField: {"referrer", "referer", "httpreferrer", "httpreferer"},
	timeField:     {"timestamp", "@timestamp", "ts", "datetime", "time", "date", "eventtime", "timeiso8601", "timelocal"},
	eventField:    {"event", "action", "eventname", "eventtype", "type"},
	itemField:     {"item", "itemid", "product", "productid", "page", "pageid", "article", "articleid", "content", "contentid", "job", "jobid"},
	menuField:     {"menu", "category", "section", "namespace", "channel"},
	methodField:   {"method", "requestmethod", "httpmethod"},
	targetField:   {"uri", "requesturi", "path", "url"},
	requestField:  {"request"},
	statusField:   {"status", "statuscode"},
	sizeField:     {"bytes", "bodybytessent", "bytessent", "size"},
}

// maxName is the length of the longest name without _ and -; longer ones mean nothing to us.
const maxName = 13

// slots numbers all names, field by field; firstSlot is where the names of a field begin.
var slots, firstSlot = numberNames()

func numberNames() (slots map[string]int, firstSlot [fieldCount + 1]int) {
	slots = make(map[string]int)
	for f, names := range fieldNames {
		firstSlot[f] = len(slots)
		for _, name := range names {
			slots[name] = len(slots)
		}
	}
	firstSlot[fieldCount] = len(slots)
	return slots, firstSlot
}

func newObject() object { return object{values: make([][]byte, len(slots))} }

// keep stores the value of a name, both as written, if it is one of ours.
func (o *object) keep(name, value []byte) {
	var plain [maxName]byte
	length := 0
	for _, c := range o.content(name) {
		if c == '_' || c == '-' {
			continue
		}
		if length == len(plain) {
			return
		}
		if c-'A' <= 'Z'-'A' {
			c |= 0x20
		}
		plain[length] = c
		length++
	}
	if slot, ok := slots[string(plain[:length])]; ok {
		o.values[slot] = value
	}
}

// get is the content of a field: of its names the first that says something.
func (o *object) get(f field) []byte {
	for _, value := range o.values[firstSlot[f]:firstSlot[f+1]] {
		if content := present(o.content(value)); len(content) > 0 {
			return content
		}
	}
	return nil
}

// json reads a line that is one JSON object: a request if it names a method and a path or a request line, and
// otherwise a click event.
func (p *Parser) json(line []byte, e *Event) Reason {
	o := &p.object
	if reason := o.scan(line); reason != OK {
		return reason
	}
	at := o.get(timeField)
	if at == nil {
		return MissingTime
	}
	var ok bool
	if e.Time, e.ZoneAssumed, ok = p.clock.read(at); !ok {
		return BadTimestamp
	}
	e.User, e.Client = o.get(userField), o.get(clientField)
	e.Agent, e.Referrer = o.get(agentField), o.get(referrerField)
	if status, ok := number(o.get(statusField)); ok && status <= 999 {
		e.Status = int32(max(status, 0))
	}
	if size, ok := number(o.get(sizeField)); ok {
		e.Bytes = size
	}
	if e.Action, e.Target, ok = o.request(); !ok {
		o.click(e)
	}
	return OK
}

// request is what was requested, if the object is a line of an access log.
func (o *object) request() (action, target []byte, ok bool) {
	action, target = o.get(methodField), o.get(targetField)
	if isMethod(action) && target != nil {
		return action, pathOf(target), true
	}
	request := o.get(requestField)
	if !bytes.Contains(request, []byte(" HTTP/")) {
		return nil, nil, false
	}
	action, target = splitRequest(request)
	return action, target, true
}

// isMethod tells a request's method from the method of a payment: it is in capitals.
func isMethod(s []byte) bool {
	for _, c := range s {
		if c-'A' > 'Z'-'A' {
			return false
		}
	}
	return len(s) > 0
}

// click fills in what a click event says. Without an item, the page it happened on is the item; without a section,
// the event's name stands for one.
func (o *object) click(e *Event) {
	e.Click = true
	e.Action, e.Item, e.Menu = o.get(eventField), o.get(itemField), o.get(menuField)
	if e.Item == nil {
		e.Item = pathOf(o.get(targetField))
	}
	e.Target = e.Item
	if e.Menu == nil {
		e.Menu = e.Action
	}
}

// pathOf drops scheme and host from an absolute URL, so that a page is the same however the log writes it.
func pathOf(target []byte) []byte {
	scheme, rest, absolute := bytes.Cut(target, []byte("://"))
	slash := bytes.IndexByte(rest, '/')
	if !absolute || bytes.IndexByte(scheme, '/') >= 0 || slash < 0 {
		return target
	}
	return rest[slash:]
}
