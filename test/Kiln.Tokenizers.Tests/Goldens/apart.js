// Work in another process, since a panic of the reference ends the one it happens in.
const { fork } = require("child_process");

const isApart = process.env.WORKS_APART === "1";

// Answers each question with what the function makes of it.
const answer = (work) => process.on("message", async (question) => process.send({ answer: await work(question) }));

// What asks another process that runs the same script; the answer is undefined where it ended. Without a question, the process ends.
function asker(script) {
  let child = null;
  return async (question) => {
    if (question === undefined) return child?.kill();
    child ??= fork(script, process.argv.slice(2), { env: { ...process.env, WORKS_APART: "1" }, stdio: ["ignore", "ignore", process.env.SHOW ? "inherit" : "ignore", "ipc"], serialization: "advanced" });
    const message = await new Promise((resolve) => {
      child.once("message", resolve);
      child.once("exit", () => resolve(undefined));
      child.send(question);
    });
    child.removeAllListeners();
    child = message ? child : null;
    return message?.answer;
  };
}

module.exports = { isApart, answer, asker };
