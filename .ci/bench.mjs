// Runs a file of SQL in a new database of DuckDB, for .ci/bench: node bench.mjs MODULES DATABASE SQL
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [modules, database, sql] = process.argv.slice(2)
const { DuckDBInstance } = createRequire(modules + '/')('@duckdb/node-api')
const connection = await (await DuckDBInstance.create(database)).connect()
const statements = await connection.extractStatements(readFileSync(sql, 'utf8'))
for (let i = 0; i < statements.count; i++) {
	const reader = await (await statements.prepare(i)).runAndReadAll()
	console.log(reader.getRowObjectsJson())
}
connection.closeSync()
