package load

import (
	"fmt"
	"strings"
	"testing"
)

func TestRowsOfDumpsBecomeObjects(t *testing.T) {
	manyColumns := `{"column1":"1"`
	for i := 2; i <= maxFields; i++ {
		manyColumns += fmt.Sprintf(`,"column%d":"1"`, i)
	}
	manyColumns += "}"
	converts(t, []conversionTest{
		{
			"mysqldump: the columns are those of the table, and backslashes escape",
			"-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `e` (\n  `id` int(11) NOT NULL,\n" +
				"  `who` varchar(50) DEFAULT 'x;y',\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n" +
				"INSERT INTO `e` VALUES (1,'o\\'neil'),\n(2,'a (b), c;'),(3,NULL);\nUNLOCK TABLES;\n",
			strings.Repeat("\n", 7) + `{"id":"1","who":"o'neil"}` + "\n" + `{"id":"2","who":"a (b), c;"}` + "\n" +
				`{"id":"3"}` + "\n",
		},
		{
			"INSERT with columns: two quotes are one, and a backslash is itself",
			"INSERT INTO e (id, \"who\") VALUES (1, 'o''neil');\nINSERT INTO e (id, \"who\") VALUES (2, 'A\\');\n",
			`{"id":"1","who":"o'neil"}` + "\n" + `{"id":"2","who":"A\\"}` + "\n",
		},
		{
			"INSERT without columns",
			"BEGIN TRANSACTION;\nINSERT INTO e VALUES(1,lower('X'),-2.5);\n",
			"\n" + `{"column1":"1","column2":"lower(X)","column3":"-2.5"}` + "\n",
		},
		{
			"COPY",
			"--\n-- PostgreSQL database dump\n--\nCOPY public.e (id, who) FROM stdin;\n1\ta\\tb\n2\t\\N\n\\.\nSELECT 1;\n",
			"\n\n\n\n" + `{"id":"1","who":"a\tb"}` + "\n" + `{"id":"2"}` + "\n",
		},
		{
			"what backslashes stand for",
			"-- MySQL dump\nINSERT INTO e (a, b) VALUES ('\\0\\n\\r\\t', '\\\\\\x');\n",
			"\n" + `{"a":"\u0000\n\r\t","b":"\\x"}` + "\n",
		},
		{
			"more values than a row has",
			"COPY e (a) FROM stdin;\n1" + strings.Repeat("\t1", maxFields) + "\n\\.\n" +
				"INSERT INTO e (a, b) VALUES (1" + strings.Repeat(",1", maxFields) + "),(1,2);\n",
			"\n" + manyColumns + "\n\n" + manyColumns + "\n" + `{"a":"1","b":"2"}` + "\n",
		},
		{
			"a row that is cut",
			"INSERT INTO e (id, who) VALUES (1,'a'),(2,'b",
			`{"id":"1","who":"a"}` + "\n(2,b\n",
		},
	})
}

// TestStatementOfManyParentheses has one that could begin rows after each byte of a long statement.
func TestStatementOfManyParentheses(t *testing.T) {
	statement := []byte("INSERT INTO e " + strings.Repeat("x", 4096))
	if n := testing.AllocsPerRun(10, func() { isValues(statement) }); n > 0 {
		t.Errorf("%v allocations to look at the ends of it", n)
	}
	for text, want := range map[string]bool{"insert into e values": true, "INSERT INTO e (a) VALUES \n": true,
		"INSERT INTO VALUES": true, "VALUES": false, "INSERT INTO values_of": false, "REPLACE INTO e VALUES": false} {
		if isValues([]byte(text)) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}

func TestStatementsWithoutRowsAreNoDump(t *testing.T) {
	convertsNone(t,
		"-- a comment\nSELECT 1;\n", "INSERT COIN\n",
		"2026-03-01 INSERT INTO e VALUES (1);\n", "--\nCREATE TABLE e (id int);\n",
	)
}
