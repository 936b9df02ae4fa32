// Package vocabulary has the names that logs have for the parts of an event, where nothing else says what is what.
//
// They are plain: without capitals, blanks, _ and -. A point leads into an object, and [0] takes the first of an array.
// Of several that a line has, the first in the list counts. At the end of a list stand words of other languages, as
// spreadsheets and shops have them; but for Client, since an address is no user where a name that is not known is.
package vocabulary

// User is who did something: by the name that one logs in with before an id, and by an id before an e-mail address
// and the name that others are shown, which may be those of two people.
var User = []string{
	"actor", "actor.login", "actor.username", "actorusername", "actor.name", "actorname", // beside whom it is done to
	"performedby", "initiator", "initiator.username", "initiator.name", "initiatorname", "initiatedby",
	"user", "username", "user.username", "user.login", "userid", "uid", "usr", "login", "member", "memberid",
	"remoteuser", "csusername", "cauthid", "clientusername", "user.id", "user.name", "request.userid",
	"visitorid", "visitor", "useremail", "userprincipalname", "enduser.id", "usr.id", "usr.name",
	"distinctid", "userpseudoid", "email", "actor.email", "actor.id",
	"actoremail", "actorid", "principal", "principalname", "loginname", "loginid", "userlogin",
	"authuser", "authenticateduser", "remoteusername", "sessionuser", "dbuser", "suser", "srcuser", "employeeid",
	"studentid", "personid", "customeremail", "emailaddress", "customeruserid", "senderaddress",
	"initiatedby.username", "serverprincipalname", "consumer.username", "sub", "user.uid", "user.userid",
	"user.email", "context.user", "requser", "employee", "employeename", "staffuser", "cardholder", "customer.id",
	"customer.email", "claims.sub", "claims.email", "jwt.sub", "auth.userid", "auth.username", "auth.sub",
	"session.userid", "session.username", "identity.username", "identity.userid", "principal.name", "principal.id",
	"who",
	"changedby", "modifiedby", "executedby", "requestedby", "submittedby", "syscreatedby", "createdby",
	"account", "customer", "customerid", "accountid", "auth", // which may be a tenant, or how somebody logs in
	"benutzer", "benutzername", "nutzer", "nutzername", "utilisateur", "nomdutilisateur", "usuario",
	"nombredeusuario", "usuário", "utente", "nomeutente", "gebruiker", "gebruikersnaam", "użytkownik",
	"пользователь", "用户", "用户名", "使用者", "ユーザー", "ユーザー名", "ユーザーid", "사용자", "사용자명", "사용자id", "아이디", "회원",
	"회원id", "회원번호",
}

// Client is from where it was done.
var Client = []string{
	"ip", "clientip", "therealip", "clientrealip", "remoteip", "remoteaddr", "remoteaddress", "ipaddress", "clienthost",
	"clientaddr",
	"cip", "client", "remotehost", "connectionaddr", "proxyprotocoladdr", "realipremoteaddr", "request.clientip",
	"request.remoteip", "request.remoteaddr", "context.ip", "client.ip", "source.ip", "client.address", "client.addr",
	"source.address", "clientipaddress", "sourceipaddress", "sourceip", "srcip", "src", "network.client.ip",
	"address", "visitorip", "ipaddr", "actorip", "userip", "remoteipaddress", "callerip", "calleripaddress",
	"originip", "origin.address", "remip", "http.request.remoteaddr", "httprequest.remoteip", "callingstationid",
	"remote", "sourceaddress", "srcaddr", "loginip", "requestip", "cliip", "request.ip", "req.ip", "actor.ip",
	"initiator.ip", "user.ip", "customerip", "customeripaddress", "context.remoteclientaddress",
}

// Agent is what with.
var Agent = []string{
	"agent", "useragent", "httpuseragent", "csuseragent", "ua", "clientrequestuseragent", "requestuseragent",
	"request.headers.useragent[0]", "context.useragent", "useragent.original", "http.useragent",
	"http.request.useragent", "useragentstring", "clientuseragent", "userua", "request.useragent",
	"request.headers.useragent", "http.request.headers.useragent", "http.request.headers.useragent[0]",
}

// Referrer is what led there.
var Referrer = []string{
	"referrer", "referer", "httpreferrer", "httpreferer", "csreferer", "csreferrer", "clientrequestreferer",
	"requestreferer", "request.headers.referer[0]", "context.page.referrer", "http.request.referrer", "http.referer",
}

// Time is when.
var Time = []string{
	"timestamp", "@timestamp", "@t", "ts", "datetime", "startutc", "edgestarttimestamp", "time", "timelocal",
	"eventtime", "timeiso8601", "msec", "timeepoch", "createdat", "occurredat", "loggedat", "eventdatetime",
	"createddatetime", "creationtime", "timecreated", "timegenerated", "dateandtime", "asctime", "isotimestamp",
	"eventtimestamp", "servertimestamp", "logtime", "logtimestamp", "accesstime", "accessedat", "viewedat",
	"visitedat", "requestedat", "recordedat", "insertedat", "createdon", "createddate", "eventat",
	"activitydatetime", "datetimeutc", "utctime", "starttime", "instant.epochsecond", "date&time", "date/time",
	"when", "occurred", "occurredon", "logintime", "localtime", "createtime", "evttime", "dttm", "syscreatedon",
	"time.timestamp",
	"datestarted", "startdatetime", "calldate", "orderdate", "ordertime", "purchasedate", "transactiondate",
	"transactiontime",
	"zeit", "zeitpunkt", "zeitstempel", "horodatage", "dateetheure", "fechayhora", "dataeora", "datahora",
	"uhrzeit", "heure", "hora", "ora", "orario", "tijd", "tid", "tidspunkt", "godzina", "czas", "čas", "saat",
	"tijdstip", "время", "датаивремя", "时间", "時間", "日時", "시간", "시각", "일시",
}

// Date is the day, where the time of the day stands apart.
var Date = []string{
	"date", "datelocal", "eventdate", "day", "startdate", "logdate", "logindate", "localdate", "datum", "dia",
	"día", "giorno", "jour", "fecha", "дата", "日期", "日付", "날짜", "일자",
}

// Data is what tables call the day in languages in which they call the time of the day by one of Hours. In others it
// may be anything.
const Data = "data"

// Hours are those words for the time of the day.
var Hours = []string{"ora", "orario", "hora", "godzina", "czas"}

// Zone is that of the time, where it stands apart: an offset, a place or an abbreviation.
var Zone = []string{"timezone", "tz", "utcoffset", "gmtoffset"}

// Event is what was done.
var Event = []string{
	"event", "action", "eventname", "eventtype", "type", "event.action", "activity", "activitytype", "actionname",
	"operation", "operationname", "eventaction", "eventid", "acctstatustype", "xevent", "useraction", "operationtype",
	"what",
	"aktion", "ereignis", "vorgang", "événement", "acción", "evento", "azione", "ação", "действие",
	"событие", "操作", "事件", "イベント", "동작", "행동", "행위", "이벤트",
}

// Item is what it was done to.
var Item = []string{
	"item", "itemid", "product", "productid", "page", "pageid", "article", "articleid", "content", "contentid",
	"job", "jobid", "item.id", "product.id", "postid", "videoid", "courseid", "lessonid", "documentid", "docid",
	"fileid", "listingid", "sku", "movieid", "songid", "trackid", "bookid", "newsid", "objectid", "resourceid",
	"targetid", "objectname", "documentname", "document", "resource", "resourcename",
	"seite", "artikel", "produkt", "produit", "product" + "o", "produto", "página", "artículo", "pagina", "prodotto",
	"страница", "товар", "商品", "商品id", "页面", "ページ", "상품", "상품id", "상품번호", "페이지", "게시글", "콘텐츠",
}

// Menu is the section that the item is in.
var Menu = []string{
	"menu", "category", "section", "namespace", "channel",
	"kategorie", "catégorie", "categoría", "categoria", "категория", "分类", "カテゴリ", "메뉴", "분류", "카테고리",
}

// Method is that of a request.
var Method = []string{
	"method", "requestmethod", "httpmethod", "csmethod", "clientrequestmethod", "request.method",
	"http.request.method", "http.method", "verb", "reqmethod", "req.method", "http.requestmethod", "httprequestmethod",
}

// Target is the path or the URL of a request.
var Target = []string{
	"requesturi", "uri", "path", "url", "requestpath", "csuristem", "csuri", "csuripath", "urlstem",
	"clientrequesturi", "clientrequestpath",
	"request.uri", "context.page.path", "url.original", "url.path", "url.full", "uripath", "http.urldetails.path",
	"http.url", "requesturl", "requestedurl", "pageurl", "pagepath", "pagelocation", "currenturl", "fullurl",
	"originalurl", "requesteduri", "urlpath", "pathname", "endpoint", "http.request.uri", "http.target", "http.path",
	"req.url", "eurl", "request.path", "request.url", "req.path", "req.originalurl", "http.request.path",
	"http.request.url", "httprequesturi",
}

// Query is what follows the path, where it stands apart.
var Query = []string{"args", "querystring", "csuriquery", "url.query", "uriquery", "requestquery"}

// Request is a line such as "GET /jobs HTTP/1.1".
var Request = []string{"request", "req", "requestline", "userreq"}

// Status is how a request was answered.
var Status = []string{
	"status", "statuscode", "scstatus", "downstreamstatus", "edgeresponsestatus", "cstatus",
	"http.response.statuscode", "http.statuscode", "response", "responsecode", "responsestatus", "httpstatus",
	"httpstatuscode", "responsestatuscode", "response.status", "response.statuscode", "res.statuscode", "httpcode",
	"http.response.status", "http.status", "code", "respcode", "res.status", "response.code", "httpresponsestatus",
}

// Size is of the answer, in bytes.
var Size = []string{
	"bytes", "bodybytessent", "bytessent", "size", "scbytes", "downstreamcontentsize", "edgeresponsebytes",
	"http.response.body.bytes", "http.response.bytes", "bytesout", "length", "respbodysize", "responsesize",
	"responsebytes", "contentlength", "responselength", "bodybytes", "bytesreturned", "responsebodysize",
	"http.response.written", "response.size", "writtenbytes", "respsize",
}

// Outcome is how it ended.
var Outcome = []string{
	"outcome", "eventoutcome", "event.outcome", "success", "succeeded", "successful", "issuccess", "issuccessful",
	"loginresult", "loginstatus", "authresult", "actionresult", "result",
}
