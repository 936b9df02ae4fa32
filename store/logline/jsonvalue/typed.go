package jsonvalue

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// MaxTypes is how many types may stand around a value, as in {"$date":{"$numberLong":"1716397761000"}}.
const MaxTypes = 3

// TypeNames are what databases, and formats of exchange, call the type of a value in an object around it: DynamoDB,
// Avro, Firestore and OpenTelemetry. MongoDB's begin with a $.
var TypeNames = map[string]bool{
	"S": true, "N": true, "B": true, "BOOL": true,
	"string": true, "long": true, "int": true, "double": true, "float": true,
	"stringValue": true, "intValue": true, "integerValue": true, "doubleValue": true, "timestampValue": true,
	"boolValue":    true,
	"string_value": true, "int_value": true, "double_value": true, "float_value": true,
}

// xmlText is the end of an object that was an element of XML with attributes and a text.
var xmlText = []byte(`,"#text":"`)

// MapName is what DynamoDB calls the type of an object.
const MapName = "M"

// Untyped is the value within an object that says its type and nothing else: "ann" of {"S":"ann"}. Any other value is
// itself.
func Untyped(value []byte) []byte {
	if text := bytes.LastIndex(value, xmlText); text > 0 && value[len(value)-2] == '"' { // behind what describes it
		if inner := value[text+len(xmlText) : len(value)-1]; spelling.ClosingQuote(inner)+1 == len(inner) {
			return value[text+len(xmlText)-1 : len(value)-1]
		}
	}
	inner := value
	for range MaxTypes {
		if inner[0] != '{' {
			break
		}
		var ok bool
		if inner, ok = typed(inner); !ok {
			return value
		}
	}
	quoted := inner[0] == '"'
	if quoted && spelling.ClosingQuote(inner[1:])+2 != len(inner) || !quoted && bytes.ContainsAny(inner, ",{}[]") {
		return value // more than one member
	}
	return inner
}

// typed cuts an object that is known to be well formed at its first colon, if what stands before it is the name of a
// type.
func typed(object []byte) (value []byte, ok bool) {
	rest := bytes.TrimLeft(object[1:], " \t\r\n")
	if len(rest) == 0 || rest[0] != '"' {
		return nil, false
	}
	end := spelling.ClosingQuote(rest[1:])
	name := rest[1 : 1+end]
	if !TypeNames[string(name)] && (len(name) < 2 || name[0] != '$') {
		return nil, false
	}
	rest = bytes.TrimLeft(rest[end+2:], " \t\r\n")
	value = bytes.Trim(rest[1:len(rest)-1], " \t\r\n")
	return value, len(value) > 0
}
