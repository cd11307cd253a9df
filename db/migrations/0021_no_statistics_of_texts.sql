-- Nobody looks for a whole text by being equal or less: sampling and sorting texts was most of what analysing posts took.
ALTER TABLE "posts" ALTER COLUMN "body" SET STATISTICS 0, ALTER COLUMN "html" SET STATISTICS 0, ALTER COLUMN "excerpt" SET STATISTICS 0;
