# Reference values of coefficients of agreement and their intervals, from R: lm, lme4 and psych.
# Rscript coefficients.R > coefficients_r.json      (Debian 12: R 4.2.2, r-cran-lme4 1.1-31, r-cran-psych 2.2.9, r-cran-jsonlite)
suppressMessages({library(lme4); library(psych); library(jsonlite)})
long <- function(m) { d <- data.frame(y = as.vector(m), unit = factor(row(m)), rater = factor(col(m))); d[!is.na(d$y), ] }
one.way <- function(m) {
  d <- droplevels(long(m)); a <- anova(lm(y ~ unit, d)); n <- nrow(d); k <- table(d$unit)
  n0 <- (n - sum(k^2) / n) / (length(k) - 1); msb <- a[1, 3]; msw <- a[2, 3]
  c(one = (msb - msw) / (msb + (n0 - 1) * msw), k = (msb - msw) / msb, f = a[1, 4], p = a[1, 5], df1 = a[1, 1], df2 = a[2, 1])
}
# Henderson's method III: sums of squares of each effect after the other, from lm
two.way <- function(m) {
  d <- droplevels(long(m)); n <- nrow(d); u <- nlevels(d$unit); r <- nlevels(d$rater)
  a <- anova(lm(y ~ rater + unit, d)); b <- anova(lm(y ~ unit + rater, d)); e <- a["Residuals", 3]
  vu <- (a["unit", 2] - a["unit", 1] * e) / (n - r); vr <- (b["rater", 2] - b["rater", 1] * e) / (n - u)
  list(two = vu / (vu + vr + e), three = vu / (vu + e), two.k = vu / (vu + (vr + e) / r), three.k = vu / (vu + e / r),
       f = a["unit", 3] / e, p = a["unit", 5], df1 = a["unit", 1], df2 = a["Residuals", 1])
}
reml <- function(m) {
  d <- long(m); v <- as.data.frame(VarCorr(suppressMessages(lmer(y ~ 1 + (1 | unit) + (1 | rater), d))))
  g <- setNames(v$vcov, v$grp); w <- as.data.frame(VarCorr(suppressMessages(lmer(y ~ 1 + (1 | unit), d))))$vcov
  list(one = w[1] / sum(w), two = g[["unit"]] / sum(g), three = g[["unit"]] / (g[["unit"]] + g[["Residual"]]))
}
jackknife <- function(m, statistic) { t <- sapply(seq_len(nrow(m)), function(i) statistic(m[-i, , drop = FALSE])); n <- nrow(m)
  sqrt((n - 1) / n * sum((t - mean(t))^2)) }
set.seed(20261126)
cases <- list()
for (units in c(3, 8, 20, 60)) for (raters in c(2, 3, 6)) for (missing in c(0, 0.05, 0.25)) {
  m <- outer(rnorm(units), rnorm(raters, sd = 0.4), "+") + rnorm(units * raters, sd = 0.7)
  m[] <- pmin(5, pmax(1, round(3 + 1.1 * m)))
  m[runif(units * raters) < missing] <- NA
  o <- one.way(m)
  c1 <- list(units = units, raters = raters, missing = 100 * missing, ratings = m, one = o[["one"]], one.k = o[["k"]], one.f = o[["f"]], one.p = o[["p"]],
             one.df1 = o[["df1"]], one.df2 = o[["df2"]], two.way = two.way(m), reml = reml(m),
             one.se = jackknife(m, function(x) one.way(x)[["one"]]))
  if (missing == 0) {
    p <- suppressWarnings(ICC(m, lmer = FALSE))$results
    c1$psych <- list(icc = p$ICC, lower = p[["lower bound"]], upper = p[["upper bound"]], f = p$F, p = p$p)
  }
  if (raters == 2 && missing == 0 && units > 3) { # psych takes two units of two raters for a table of counts
    k <- function(x, w) suppressWarnings(cohen.kappa(x, levels = 1:5))[[w]]
    c1$kappa <- k(m, "kappa"); c1$weighted.kappa <- k(m, "weighted.kappa")
    c1$kappa.se <- jackknife(m, function(x) k(x, "kappa")); c1$weighted.kappa.se <- jackknife(m, function(x) k(x, "weighted.kappa"))
  }
  cases[[length(cases) + 1]] <- c1
}
cat(toJSON(cases, digits = NA, auto_unbox = TRUE, na = "null"))
