// Reads a JSON list of FHIR R4 resources; writes, for each, the list of what is wrong with it.
const { Fhir } = require("fhir");

const fhir = new Fhir();
const resources = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const found = resources.map((resource) =>
  fhir
    .validate(resource, { errorOnUnexpected: true })
    // "info": a value set that the package does not carry.
    .messages.filter((message) => message.severity !== "info")
    .map((message) => `${message.severity} at ${message.location}: ${message.message}`),
);
process.stdout.write(JSON.stringify(found));
