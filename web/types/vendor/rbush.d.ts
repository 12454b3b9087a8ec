export { default } from "rbush";
