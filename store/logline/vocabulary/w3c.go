package vocabulary

// W3C are the fields of W3C extended logs in the orders that servers have by default, for lines whose #Fields is lost.
// What CloudFront's may have fewer is at the end.
var W3C = []string{
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) " +
		"sc-status sc-substatus sc-win32-status time-taken", // IIS 8 and later
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) " +
		"sc-status sc-substatus sc-win32-status time-taken", // IIS 7
	"date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) " +
		"sc-status sc-substatus sc-win32-status", // IIS 6
	"date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version " +
		"cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes " +
		"time-taken", // all of IIS
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) " +
		"sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken", // IIS with bytes
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) cs-host " +
		"sc-status sc-substatus sc-win32-status time-taken", // IIS with the host
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) " +
		"sc-status sc-substatus sc-win32-status time-taken X-Forwarded-For", // IIS behind a proxy
	"date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) " +
		"cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken", // Azure App Service
	CloudFront,
}

// CloudFront are the fields of CloudFront's standard logs, to which some have been added at the end, and LeastOfThem is
// how many there were at first.
const (
	CloudFront = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) " +
		"cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes " +
		"time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status " +
		"fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len " +
		"sc-range-start sc-range-end"
	LeastOfThem = 12
)
