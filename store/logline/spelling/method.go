package spelling

// methods are the methods of HTTP in capitals, by themselves in small letters.
var methods = map[string][]byte{
	"get": []byte("GET"), "head": []byte("HEAD"), "post": []byte("POST"), "put": []byte("PUT"), "delete": []byte("DELETE"),
	"patch": []byte("PATCH"), "options": []byte("OPTIONS"), "connect": []byte("CONNECT"), "trace": []byte("TRACE"),
}

// Method is a method of HTTP in capitals, as it is on the wire, however the log writes it. Others stay as they are.
func Method(s []byte) []byte {
	if len(s) == 0 || s[0]-'A' <= 'Z'-'A' || len(s) > len("connect") {
		return s
	}
	if known := methods[string(s)]; known != nil {
		return known
	}
	return s
}

// IsKnownMethod reports whether s is a method of HTTP, in whatever letters.
func IsKnownMethod(s []byte) bool {
	if len(s) == 0 || len(s) > len("connect") {
		return false
	}
	var low [len("connect")]byte
	for i, c := range s {
		low[i] = c | 0x20
	}
	return methods[string(low[:len(s)])] != nil
}

// IsMethod tells a request's method from the method of a payment: it is in capitals.
func IsMethod(s []byte) bool {
	for _, c := range s {
		if c-'A' > 'Z'-'A' {
			return false
		}
	}
	return len(s) > 0
}
