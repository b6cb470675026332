export { alice, algebra, asked, bob, lesson, lessonGoesOn, recorder } from "./school.ts";
export { attended, nine, said, saidOfRoom, type Person, type Place } from "./said.ts";
